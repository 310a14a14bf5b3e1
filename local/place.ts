import { functionName, type MachineName } from '../workflows/wiring.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './messaging/local-account.ts';

/** The names by which things go on the local host, in the account that it plays. */
export const LOCAL_TABLE = 'mastery-pathways';
export const LOCAL_BUS = 'mastery-pathways';

export const localMachineArn = (machine: MachineName): string =>
  `arn:aws:states:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stateMachine:${machine}`;

export const localFunctionArn = (path: `${string}/${string}`): string =>
  `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${functionName(path)}`;

/** No secret: with it the local host makes the HMACs of sample teachers' reference numbers. */
export const SAMPLE_TEACHER_KEY = 'sample-key-of-the-local-host';
