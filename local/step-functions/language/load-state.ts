import { isObject, type JsonObject } from '../json.ts';
import { parseTimestamp } from '../timestamp.ts';
import { fieldProblem, isStateType } from './fields.ts';
import { loadCatchers, loadRetriers } from './load-recovery.ts';
import { loadResource } from './load-resource.ts';
import type { Effects, Field, State } from './machine.ts';
import type { Problems } from './problems.ts';
import { compileTemplate, expressionSource, type Template } from './template.ts';

/** What reading a state needs from the machine around it. */
export interface StateReader {
  readonly problems: Problems;
  readonly integrations: ReadonlySet<string>;
  readonly machineQueries: boolean;
  workflow(source: JsonObject, address: string): void;
}

/** One state's fields, each read with its problems reported at its path. */
export class StateFields {
  readonly path: string;
  readonly queries: boolean;
  readonly reader: StateReader;
  readonly source: JsonObject;

  constructor(source: JsonObject, path: string, queries: boolean, reader: StateReader) {
    this.source = source;
    this.path = path;
    this.queries = queries;
    this.reader = reader;
  }

  schema(field: string, message: string): void {
    this.reader.problems.schema(field === '' ? this.path : `${this.path}/${field}`, message);
  }

  template(field: string, value: Field = this.source[field]): Template | undefined {
    if (value === undefined) return undefined;
    return compileTemplate(value, field, this.queries, (location, message) => this.schema(location, message));
  }

  /** A whole number at least `least`, or an expression that will have to give one. */
  integer(field: string, least: number): Template | undefined {
    const value = this.source[field];
    const isExpression = typeof value === 'string' && this.queries && expressionSource(value) !== undefined;
    if (value !== undefined && !isExpression && !(Number.isInteger(value) && Number(value) >= least)) {
      this.schema(
        field,
        `Expected an integer of at least ${least}${this.queries ? ' or a JSONata expression' : ''}`,
      );
    }
    return this.template(field, value);
  }

  effects(holder: JsonObject = this.source, prefix = ''): Effects {
    const assign = holder.Assign;
    if (assign !== undefined && !isObject(assign)) this.schema(`${prefix}Assign`, 'Expected an object');
    if (isObject(assign)) {
      for (const name of Object.keys(assign)) this.#variableName(name, `${prefix}Assign`);
    }
    return {
      assign: this.template(`${prefix}Assign`, isObject(assign) ? assign : undefined),
      output: this.template(`${prefix}Output`, holder.Output),
    };
  }

  #variableName(name: string, field: string): void {
    if (!this.queries && name.endsWith('.$')) {
      this.reader.problems.unsupported(
        `${this.path}/${field}/${name}`,
        'JSONPath is not supported; use JSONata',
      );
    } else if (!/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u.test(name) || name === 'states') {
      this.schema(`${field}/${name}`, `'${name}' is not a valid variable name`);
    }
  }
}

/** Checks and compiles one state; undefined when its type is unknown. */
export function loadState(
  name: string,
  source: JsonObject,
  path: string,
  reader: StateReader,
): State | undefined {
  const { Type: type, QueryLanguage: language } = source;
  const fields = new StateFields(
    source,
    path,
    language === undefined ? reader.machineQueries : language === 'JSONata',
    reader,
  );
  if (typeof type !== 'string' || !isStateType(type)) {
    if (type === undefined) fields.schema('', "The field 'Type' is required but was missing");
    else fields.schema('Type', `Unknown state type ${JSON.stringify(type)}`);
    return undefined;
  }
  if (language === 'JSONPath' && reader.machineQueries) {
    fields.schema('', "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
    return undefined;
  }
  if (language !== undefined && language !== 'JSONata' && language !== 'JSONPath') {
    fields.schema('QueryLanguage', "Value must be one of 'JSONPath', 'JSONata'");
  }
  for (const field of Object.keys(source)) {
    const problem = fieldProblem(type, field, fields.queries);
    if (problem?.unsupported) reader.problems.unsupported(`${path}/${field}`, problem.message);
    else if (problem !== undefined) fields.schema(field, problem.message);
  }
  const common = {
    name,
    next: loadNext(type, fields),
    retry: loadRetriers(fields),
    catch: loadCatchers(fields),
    ...fields.effects(),
  };
  switch (type) {
    case 'Fail':
      return { ...common, type, error: fields.template('Error'), cause: fields.template('Cause') };
    case 'Wait':
      return { ...common, type, ...loadWait(fields) };
    case 'Choice':
      return { ...common, type, ...loadChoices(fields) };
    case 'Task':
      checkHeartbeat(fields);
      return {
        ...common,
        type,
        resource: loadResource(fields),
        arguments: fields.template('Arguments'),
        timeoutSeconds: fields.integer('TimeoutSeconds', 1),
        heartbeatSeconds: fields.integer('HeartbeatSeconds', 1),
      };
    case 'Parallel':
      return { ...common, type, arguments: fields.template('Arguments'), branches: loadBranches(fields) };
    case 'Map':
      return {
        ...common,
        type,
        items: fields.template('Items'),
        itemSelector: fields.template('ItemSelector'),
        maxConcurrency: fields.integer('MaxConcurrency', 0),
        tolerated: ['ToleratedFailureCount', 'ToleratedFailurePercentage'].flatMap(
          (field) => fields.template(field) ?? [],
        ),
        processor: loadProcessor(fields),
      };
    case 'Pass':
      // The literal Result of a state without JSONata needs no path: it is the output.
      return { ...common, type, output: fields.queries ? common.output : fields.template('Result') };
    default:
      return { ...common, type: 'Succeed' };
  }
}

function loadNext(type: string, fields: StateFields): string | undefined {
  const { Next: next, End: end } = fields.source;
  if (type === 'Succeed' || type === 'Fail' || type === 'Choice') return undefined;
  if (next !== undefined && typeof next !== 'string') fields.schema('Next', 'Expected a string');
  if (end !== undefined && typeof end !== 'boolean') fields.schema('End', 'Expected a boolean');
  if ((next === undefined) === (end !== true)) {
    fields.schema('', "Exactly one of 'Next' or 'End' is required");
  }
  return typeof next === 'string' ? next : undefined;
}

function checkHeartbeat(fields: StateFields): void {
  const { HeartbeatSeconds: heartbeat, TimeoutSeconds: timeout } = fields.source;
  if (typeof heartbeat === 'number' && typeof timeout === 'number' && heartbeat >= timeout) {
    fields.schema('HeartbeatSeconds', "Must be smaller than 'TimeoutSeconds'");
  }
}

function loadWait(fields: StateFields) {
  const { Seconds: seconds, Timestamp: timestamp } = fields.source;
  if ((seconds === undefined) === (timestamp === undefined)) {
    fields.schema('', "Exactly one of 'Seconds' or 'Timestamp' is required");
  }
  const isExpression =
    typeof timestamp === 'string' && fields.queries && expressionSource(timestamp) !== undefined;
  if (timestamp !== undefined && !isExpression) {
    if (typeof timestamp !== 'string' || parseTimestamp(timestamp) === undefined) {
      fields.schema('Timestamp', 'String does not match RFC3339 timestamp');
    }
  }
  return { seconds: fields.integer('Seconds', 0), timestamp: fields.template('Timestamp') };
}

function loadChoices(fields: StateFields) {
  const { Choices: choices, Default: fallback } = fields.source;
  if (!Array.isArray(choices) || choices.length === 0) {
    fields.schema('Choices', 'Expected a non-empty array');
  }
  if (fallback !== undefined && typeof fallback !== 'string') fields.schema('Default', 'Expected a string');
  const rules = (Array.isArray(choices) ? choices : []).flatMap((rule, index) => {
    const at = `Choices[${index}]`;
    if (!isObject(rule)) {
      fields.schema(at, 'Expected an object');
      return [];
    }
    if (!fields.queries) {
      fields.reader.problems.unsupported(
        `${fields.path}/${at}`,
        'JSONPath rules are not supported; use JSONata',
      );
      return [];
    }
    for (const field of Object.keys(rule)) {
      if (!['Condition', 'Next', 'Assign', 'Output', 'Comment'].includes(field)) {
        fields.schema(`${at}/${field}`, `Field '${field}' is not supported in a JSONata rule`);
      }
    }
    const { Condition: condition, Next: next } = rule;
    const isExpression = typeof condition === 'string' && expressionSource(condition) !== undefined;
    if (typeof condition !== 'boolean' && !isExpression) {
      fields.schema(`${at}/Condition`, 'Expected a boolean or a JSONata expression');
    }
    if (typeof next !== 'string') fields.schema(at, "The field 'Next' is required but was missing");
    const compiled = fields.template(`${at}/Condition`, condition);
    if (compiled === undefined || typeof next !== 'string') return [];
    return [{ condition: compiled, next, ...fields.effects(rule, `${at}/`) }];
  });
  return { choices: rules, default: typeof fallback === 'string' ? fallback : undefined };
}

function loadBranches(fields: StateFields): string[] {
  const branches = fields.source.Branches;
  if (!Array.isArray(branches) || branches.length === 0) {
    fields.schema('Branches', 'Expected a non-empty array');
    return [];
  }
  return branches.map((branch, index) => {
    const address = `${fields.path}/Branches[${index}]`;
    if (isObject(branch)) fields.reader.workflow(branch, address);
    else fields.schema(`Branches[${index}]`, 'Expected an object');
    return address;
  });
}

function loadProcessor(fields: StateFields): string {
  const address = `${fields.path}/ItemProcessor`;
  const processor = fields.source.ItemProcessor;
  if (!isObject(processor)) {
    fields.schema('', "The field 'ItemProcessor' is required but was missing");
    return address;
  }
  const mode = isObject(processor.ProcessorConfig) ? processor.ProcessorConfig.Mode : undefined;
  if (mode !== undefined && mode !== 'INLINE') {
    fields.reader.problems.unsupported(
      `${address}/ProcessorConfig/Mode`,
      `Map mode ${String(mode)} is not supported`,
    );
  }
  fields.reader.workflow(processor, address);
  return address;
}
