import { composeAnew } from '../functions/support/composition.ts';
import { machineNameSchema } from '../workflows/steps.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from './messaging/local-account.ts';
import { LOCAL_BUS, LOCAL_TABLE, localMachineArn, SAMPLE_TEACHER_KEY } from './place.ts';

/** Where this host's services listen. */
export interface Addresses {
  readonly dynamodb: string;
  /** Step Functions and EventBridge. */
  readonly aws: string;
  /** The API and, one day, the pages. */
  readonly front: string;
}

/**
 * Gives the handlers the environment that the CDK gives them on AWS, with this host's addresses. Clients read
 * it when they are made, so they are made anew.
 */
export function provideEnvironment({ dynamodb, aws, front }: Addresses): void {
  Object.assign(process.env, {
    TABLE_NAME: LOCAL_TABLE,
    BUS_NAME: LOCAL_BUS,
    MACHINE_ARNS: JSON.stringify(
      Object.fromEntries(machineNameSchema.options.map((name) => [name, localMachineArn(name)])),
    ),
    TEACHER_KEY: SAMPLE_TEACHER_KEY,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_SFN: aws,
    AWS_ENDPOINT_URL_EVENTBRIDGE: aws,
    PUBLIC_URL: front,
    EXPLICIT_INSTANTS: 'allowed',
    MAIL: 'local',
    MAIL_ENDPOINT: aws,
    ADMIN_MAILBOX: 'programme-admin@hubs.example',
  });
  composeAnew();
}
