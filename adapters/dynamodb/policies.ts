import type { AcademicYear } from '../../core/academic-year.ts';
import type { Policy } from '../../core/policy.ts';
import type { PolicyVersion } from '../../core/policy-version.ts';
import { keyOf, VERSIONS } from './keys.ts';
import { readRow } from './read-row.ts';
import { rowOf } from './rows.ts';
import { getItems, type Table } from './table.ts';

/** The active policy of a year; undefined where there is none. */
export const readPolicy = (table: Table, year: AcademicYear): Promise<Policy | undefined> =>
  readRow(table, 'policy', keyOf.policy(year));

/** A proposed, active or superseded version; undefined for the seeded first one until it is superseded. */
export const readPolicyVersion = (
  table: Table,
  year: AcademicYear,
  number: number,
): Promise<PolicyVersion | undefined> => readRow(table, 'policy-version', keyOf.policyVersion(year, number));

/** The versions of a year that have a row, the earliest first. */
export async function policyVersionsOf(table: Table, year: AcademicYear): Promise<PolicyVersion[]> {
  const items = await getItems(table, keyOf.policy(year).pk, VERSIONS);
  return items.map((item) => rowOf('policy-version', item));
}
