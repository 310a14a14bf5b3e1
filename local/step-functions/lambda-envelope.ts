import { Buffer } from 'node:buffer';
import { type Json, type JsonObject, textOf } from './json.ts';

/** What `lambda:invoke` gives a state: the function's payload in the service's response. */
export function lambdaEnvelope(payload: Json, now: number, requestId: string): JsonObject {
  const headers: Record<string, string> = {
    'X-Amz-Executed-Version': '$LATEST',
    'x-amzn-Remapped-Content-Length': '0',
    Connection: 'keep-alive',
    'x-amzn-RequestId': requestId,
    'Content-Length': String(Buffer.byteLength(textOf(payload))),
    Date: new Date(now).toUTCString(),
    'X-Amzn-Trace-Id': `root=1-${requestId};sampled=0`,
    'Content-Type': 'application/json',
  };
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}
