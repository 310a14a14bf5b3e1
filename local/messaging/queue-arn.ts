import { LOCAL_ACCOUNT, LOCAL_REGION } from './local-account.ts';

/** The ARN a queue goes by here; a FIFO queue's name ends as it has to on AWS. */
export function queueArn(queue: string, fifo: boolean): string {
  return `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${queue}${fifo ? '.fifo' : ''}`;
}
