/** The account and region that everything served here says it lives in. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'eu-west-2';

/** Any would do, but all clients need the same: DynamoDB Local keeps a database for each key and region. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;
