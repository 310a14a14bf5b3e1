import { type Actor, actorSchema } from '../core/codes.ts';
import { type Hub, hubSchema } from '../core/hub.ts';
import type { ListedHub } from '../core/hub-list.ts';
import type { Instant } from '../core/instant.ts';
import { namesInstants, type Policy } from '../core/policy.ts';
import { seed } from '../local/demo/seed.ts';
import { type Commit, changed, type Row } from '../workflows/change.ts';

export interface SeedStage {
  readonly policies: readonly Policy[];
  readonly hubs: readonly ListedHub[];
  /** Rows that only a stage for trying things out gets. */
  readonly samples: readonly Row[];
  readonly takesInstants: boolean;
  readonly at: Instant;
}

export interface SeedStageDeps {
  readonly readHub: (code: Hub['code']) => Promise<Hub | undefined>;
  readonly commit: Commit;
}

/** A policy names instants, and the stage takes days of London only. */
export class InstantsRefused extends Error {
  override readonly name = 'InstantsRefused';
}

const BY: Actor = actorSchema.parse('seed');

/**
 * Gives a stage what it cannot begin without: the policies and the hubs. What is there stays, whatever has become of it,
 * but for a hub's mailbox, which the list decides. Again, or after a crash half way, it fills what is missing.
 *
 * @returns how many rows were new, and how many mailboxes changed
 * @throws InstantsRefused before anything is written
 */
export async function seedStage(
  { policies, hubs, samples, takesInstants, at }: SeedStage,
  deps: SeedStageDeps,
): Promise<{ readonly added: number; readonly mailboxes: number }> {
  const refused = policies.filter((policy) => namesInstants(policy) && !takesInstants);
  if (refused.length > 0) {
    const years = refused.map(({ academicYear }) => academicYear).join(', ');
    throw new InstantsRefused(`The policy of ${years} names instants, which this stage does not take.`);
  }
  const rows = hubs.map((hub) => hubSchema.parse({ type: 'hub', version: 1, ...hub }));
  const added = await seed([...policies, ...rows, ...samples], deps.commit, at);
  let mailboxes = 0;
  for (const { code, mailbox } of rows) {
    const known = await deps.readHub(code);
    if (known === undefined || mailbox === undefined || known.mailbox === mailbox) continue;
    const { outcome } = await deps.commit({ puts: [changed(known, { mailbox })], events: [], at, by: BY });
    if (outcome === 'committed') mailboxes += 1;
  }
  return { added, mailboxes };
}
