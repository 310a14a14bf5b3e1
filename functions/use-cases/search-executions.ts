import type { HubCode, Urn } from '../../core/codes.ts';
import { conductedBy } from '../../core/execution-name.ts';
import type { Page } from '../../core/page.ts';
import type { Participation } from '../../core/participation.ts';
import { partsOfStatement, statementConductedBy } from '../../core/statement-id.ts';
import { everyPage } from './every-page.ts';

export interface SearchExecutionsDeps {
  readonly searchSchools: (search: {
    readonly query: string;
    readonly limit: number;
  }) => Promise<Page<{ readonly urn: Urn }>>;
  readonly listParticipations: (query: {
    readonly hub: HubCode;
    readonly cursor: string | undefined;
    readonly limit: number;
  }) => Promise<Page<Participation>>;
}

/** So many schools of one name are looked for; whoever means another types more of it. */
const MOST_SCHOOLS = 5;

/**
 * Which executions are meant by what an admin typed: a part of the name (a URN, a Specialist, a year, a stage), or words
 * of a school's name; and by a hub: what conducts its participations and statements.
 */
export async function executionsMeant(
  { query = '', hub }: { readonly query?: string | undefined; readonly hub?: HubCode | undefined },
  deps: SearchExecutionsDeps,
): Promise<(name: string) => boolean> {
  const typed = query.trim().toLowerCase();
  const [urns, own] = await Promise.all([urnsOf(typed, deps), hub && participationsOf(hub, deps)]);
  return (name) => {
    const named = name.includes(typed) || urns.some((urn) => name.startsWith(urn));
    return named && (!hub || !own || isOf(name, hub, own));
  };
}

async function urnsOf(query: string, deps: SearchExecutionsDeps): Promise<Urn[]> {
  // Fewer letters are in every second name.
  if (query.length < 3) return [];
  const { items } = await deps.searchSchools({ query, limit: MOST_SCHOOLS });
  return items.map(({ urn }) => urn);
}

async function participationsOf(hub: HubCode, deps: SearchExecutionsDeps): Promise<ReadonlySet<string>> {
  const rows = await everyPage((cursor) => deps.listParticipations({ hub, cursor, limit: 200 }));
  return new Set(rows.map(({ id }) => id));
}

function isOf(name: string, hub: HubCode, own: ReadonlySet<string>): boolean {
  const statement = statementConductedBy(name);
  if (statement) return partsOfStatement(statement.id).hub === hub;
  const conducted = conductedBy(name);
  return conducted !== undefined && own.has(conducted.id);
}
