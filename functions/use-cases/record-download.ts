import { downloadSchema } from '../../core/download.ts';
import type { Instant } from '../../core/instant.ts';
import type { Commit } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';

export interface RecordDownloadDeps {
  readonly commit: Commit;
}

/** Records that somebody takes figures out of the service as a file, before they get it. Twice at one instant is once. */
export async function recordDownload(
  { what, caller, now }: { readonly what: string; readonly caller: Caller; readonly now: Instant },
  { commit }: RecordDownloadDeps,
): Promise<void> {
  const download = downloadSchema.parse({ type: 'download', version: 1, what, by: caller.actor, at: now });
  await commit({ puts: [download], events: [], at: now, by: caller.actor });
}
