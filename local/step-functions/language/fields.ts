/** Which fields a state of each type may have, and which of them belong to one query language. */
const everyState = ['Type', 'Comment', 'QueryLanguage'];
const moves = ['Next', 'End', 'Assign', 'Output'];
const recovers = ['Retry', 'Catch'];

const fieldsOf: Record<string, readonly string[]> = {
  Pass: moves,
  Succeed: ['Output'],
  Fail: ['Error', 'Cause'],
  Wait: [...moves, 'Seconds', 'Timestamp'],
  Choice: ['Choices', 'Default', 'Assign', 'Output'],
  Task: [...moves, ...recovers, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
  Parallel: [...moves, ...recovers, 'Arguments', 'Branches'],
  Map: [
    ...moves,
    ...recovers,
    ...['Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency', 'Label'],
    ...['ToleratedFailureCount', 'ToleratedFailurePercentage', 'ItemReader', 'ItemBatcher', 'ResultWriter'],
  ],
};

/** Only JSONPath states may have these on AWS; here no state may. */
const jsonPathFields = new Set([
  ...[
    'InputPath',
    'OutputPath',
    'ResultPath',
    'Parameters',
    'Result',
    'ResultSelector',
    'ItemsPath',
    'Iterator',
  ],
  ...['SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath', 'MaxConcurrencyPath'],
  ...['ToleratedFailureCountPath', 'ToleratedFailurePercentagePath', 'ErrorPath', 'CausePath', 'Variable'],
]);
const jsonataFields = new Set(['Arguments', 'Output', 'Items', 'Condition']);
const distributedFields = new Set(['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label']);

export function isStateType(type: string): boolean {
  return Object.hasOwn(fieldsOf, type);
}

/** What is wrong with the presence of a field in a state of this type; undefined when nothing is. */
export function fieldProblem(
  type: string,
  field: string,
  queries: boolean,
): { unsupported: boolean; message: string } | undefined {
  if (field === 'Result' && type === 'Pass' && !queries) return undefined;
  if (jsonPathFields.has(field)) {
    return queries
      ? { unsupported: false, message: `The QueryLanguage 'JSONata' does not support the field '${field}'` }
      : {
          unsupported: true,
          message: `The JSONPath field '${field}' is not supported; write the state in JSONata`,
        };
  }
  if (!everyState.includes(field) && !fieldsOf[type]?.includes(field)) {
    return { unsupported: false, message: `Field '${field}' is not supported in a state of type '${type}'` };
  }
  if (!queries && jsonataFields.has(field)) {
    return {
      unsupported: false,
      message: `The QueryLanguage 'JSONPath' does not support the field '${field}'`,
    };
  }
  if (distributedFields.has(field)) {
    return { unsupported: true, message: `The field '${field}' of a distributed Map is not supported` };
  }
  return undefined;
}
