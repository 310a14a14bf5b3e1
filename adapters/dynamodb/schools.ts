import { type HubCode, type Urn, urnSchema } from '../../core/codes.ts';
import type { Page } from '../../core/page.ts';
import type { School } from '../../core/school.ts';
import { foundBy, schoolSearchOf } from '../../core/school-search.ts';
import { keyOf } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

export const readSchool = (table: Table, urn: Urn): Promise<School | undefined> =>
  readRow(table, 'school', keyOf.school(urn));

export interface SchoolQuery {
  /** A URN, the beginning of a postcode, or words of the name. Empty: every school of the list. */
  readonly query: string;
  /** Only schools that belong to this hub. */
  readonly hub?: HubCode | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * Schools by name. A URN finds any school of the register; a list holds a hub's own schools, or, without a hub,
 * every school with secondary-age pupils, open or not, state-funded or not: who may enrol is another question.
 */
export async function searchSchools(table: Table, search: SchoolQuery): Promise<Page<School>> {
  const { query, hub, cursor, limit } = search;
  const urn = urnSchema.safeParse(query.trim());
  if (urn.success) {
    const school = await readSchool(table, urn.data);
    return { items: school && (!hub || school.hub === hub) ? [school] : [] };
  }
  const wanted = schoolSearchOf(query);
  return listRows(table, 'school', { hub, keep: (school) => foundBy(wanted, school), cursor, limit });
}
