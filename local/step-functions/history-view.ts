import type { HistoryEvent } from './execution.ts';
import type { Json, JsonObject } from './json.ts';

/** An event as GetExecutionHistory gives it: its details under the key that belongs to its type. */
export function historyEvent(
  { id, previousEventId, at, type, details }: HistoryEvent,
  withData: boolean,
): JsonObject {
  const shown = details === undefined || withData ? details : withoutData(details);
  return {
    timestamp: at / 1000,
    type,
    id,
    previousEventId,
    ...(shown === undefined ? {} : { [detailsKey(type)]: shown }),
  };
}

function detailsKey(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

const data = new Set(['input', 'output', 'parameters', 'cause', 'assignedVariables']);

function withoutData(details: JsonObject): JsonObject {
  const kept = Object.entries(details).filter(([key]) => !data.has(key));
  return Object.fromEntries<Json>(kept);
}
