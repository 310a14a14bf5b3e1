import type * as z from 'zod';
import type { StepFunctionsEngine } from './engine.ts';
import type { JsonObject } from './json.ts';
import { operations } from './operations.ts';
import { isOperation, type Operation, requests } from './requests.ts';
import { ServiceError, validationError } from './service-error.ts';

export interface ProtocolResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Answers one request of AWS's JSON 1.0 protocol. `target` is the X-Amz-Target header, as in
 * `AWSStepFunctions.StartExecution`. Errors come back in AWS's shape; nothing is thrown.
 */
export async function handleStepFunctionsRequest(
  engine: StepFunctionsEngine,
  target: string,
  body: string,
): Promise<ProtocolResponse> {
  try {
    const operation = target.startsWith('AWSStepFunctions.') ? target.slice('AWSStepFunctions.'.length) : '';
    if (!isOperation(operation)) {
      throw new ServiceError('UnknownOperationException', `The operation '${target}' is not supported`);
    }
    return respond(200, await perform(engine, operation, parseBody(body)));
  } catch (error) {
    if (error instanceof ServiceError) {
      return respond(error.status, { __type: error.name, message: error.message });
    }
    return respond(500, { __type: 'InternalFailure', message: String(error) });
  }
}

function perform<Name extends Operation>(
  engine: StepFunctionsEngine,
  operation: Name,
  body: unknown,
): Promise<JsonObject> | JsonObject {
  const parsed = requests[operation].safeParse(body);
  if (!parsed.success) throw validationError(constraints(parsed.error));
  const handle: (engine: StepFunctionsEngine, request: never) => Promise<JsonObject> | JsonObject =
    operations[operation];
  return handle(engine, parsed.data as never);
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON');
  }
}

function constraints(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => `Value at '${path.join('.')}' failed to satisfy constraint: ${message}`)
    .join('; ');
}

function respond(status: number, body: JsonObject): ProtocolResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}
