import { isObject } from '../json.ts';
import type { StateFields } from './load-state.ts';
import type { TaskResource } from './machine.ts';

const lambdaFields = ['FunctionName', 'Payload', 'ClientContext', 'InvocationType', 'LogType', 'Qualifier'];

/** What a Task calls. Anything that cannot be called here is refused by its name. */
export function loadResource(fields: StateFields): TaskResource {
  const { Resource: resource, Credentials: credentials } = fields.source;
  if (credentials !== undefined) {
    if (!isObject(credentials) || credentials.RoleArn === undefined) {
      fields.schema('Credentials', "The field 'RoleArn' is required but was missing");
    } else {
      fields.reader.problems.unsupported(
        `${fields.path}/Credentials`,
        "The field 'Credentials' is not supported",
      );
    }
  }
  if (typeof resource !== 'string') {
    fields.schema('', "The field 'Resource' is required but was missing");
    return { kind: 'function', arn: '' };
  }
  if (/^arn:aws[a-z-]*:lambda:[^:]*:[^:]*:function:[^:]+(:[^:]+)?$/.test(resource)) {
    return { kind: 'function', arn: resource };
  }
  const service = /^arn:aws[a-z-]*:states:[^:]*:[^:]*:(.+)$/.exec(resource)?.[1];
  if (service === undefined) {
    fields.schema('Resource', 'Value is not a valid resource ARN');
    return { kind: 'function', arn: resource };
  }
  const [integration = '', pattern] = service.split('.');
  const parts = integration.split(':');
  const action = parts.pop() ?? '';
  if (
    !fields.reader.integrations.has(integration) ||
    (pattern !== undefined && pattern !== 'waitForTaskToken')
  ) {
    fields.reader.problems.unsupported(
      `${fields.path}/Resource`,
      `The resource '${resource}' is not supported`,
    );
  }
  if (integration === 'lambda:invoke') checkLambdaArguments(fields);
  return {
    kind: 'integration',
    integration,
    resourceType: parts.join(':'),
    resource: pattern === undefined ? action : `${action}.${pattern}`,
    waitForTaskToken: pattern === 'waitForTaskToken',
  };
}

function checkLambdaArguments(fields: StateFields): void {
  const given = fields.source.Arguments;
  if (!isObject(given)) return;
  if (given.FunctionName === undefined) {
    fields.schema('Arguments', "The field 'FunctionName' is required but was missing");
  }
  const { InvocationType: type = 'RequestResponse' } = given;
  if (type !== 'RequestResponse') {
    const message = `The InvocationType '${String(type)}' is not supported`;
    fields.reader.problems.unsupported(`${fields.path}/Arguments/InvocationType`, message);
  }
  for (const field of Object.keys(given)) {
    if (!lambdaFields.includes(field)) {
      fields.schema('Arguments', `The field '${field}' is not supported by Step Functions`);
    }
  }
}
