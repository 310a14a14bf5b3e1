import { readBusConfig } from '../../adapters/config.ts';
import { openEventBridge, putEvents } from '../../adapters/event-bridge.ts';
import type { EventRow } from '../../workflows/events.ts';
import { composition } from './composition.ts';

/** What only the functions that publish work with: the client of the bus. */
export const busDeps = composition((environment) => {
  const { busName } = readBusConfig(environment);
  const client = openEventBridge();
  return { putEvents: (rows: readonly EventRow[]) => putEvents(client, busName, rows) };
});

export type BusDeps = ReturnType<typeof busDeps>;
