import type { AcademicYear } from '../../core/academic-year.ts';
import type { Ask } from '../../core/ask.ts';
import type { Claim } from '../../core/claim.ts';
import type { HubCode, SpecialistId, Stage, Urn } from '../../core/codes.ts';
import type { People } from '../../core/enrolment.ts';
import type { Page } from '../../core/page.ts';
import type { Participation, ParticipationId, ParticipationStatus } from '../../core/participation.ts';
import { childrenOf, keyOf, partitionOf, yearPrefix } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import { rowOf } from './rows.ts';
import { getItems, type Table } from './table.ts';

/** A participation with the rows that are part of it. */

export const readParticipation = (table: Table, id: ParticipationId): Promise<Participation | undefined> =>
  readRow(table, 'participation', keyOf.participation(id));

/** All years of a school or Specialist, in every stage and topic, the earliest first. */
export async function participationsOf(table: Table, subject: Urn | SpecialistId): Promise<Participation[]> {
  const items = await getItems(table, partitionOf(subject), 'YEAR#');
  return items.map((item) => rowOf('participation', item));
}

/** The people who were named for a school's later years, year by year. Personal data. */
export async function peopleOf(table: Table, urn: Urn): Promise<People[]> {
  const items = await getItems(table, keyOf.school(urn).pk, 'PEOPLE#');
  return items.map((item) => rowOf('people', item));
}

/** All asks of a participation, by their ids. */
export async function asksOf(table: Table, id: ParticipationId): Promise<Ask[]> {
  const items = await getItems(table, partitionOf(id), childrenOf('ASK', id));
  return items.map((item) => rowOf('ask', item));
}

/** All claims of a participation, by their ids. */
export async function claimsOf(table: Table, id: ParticipationId): Promise<Claim[]> {
  const items = await getItems(table, partitionOf(id), childrenOf('CLAIM', id));
  return items.map((item) => rowOf('claim', item));
}

export interface ParticipationQuery {
  readonly hub?: HubCode | undefined;
  readonly academicYear?: AcademicYear | undefined;
  /** This year and all later ones; instead of `academicYear`. */
  readonly since?: AcademicYear | undefined;
  readonly stage?: Stage | undefined;
  readonly status?: ParticipationStatus | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export function listParticipations(table: Table, query: ParticipationQuery): Promise<Page<Participation>> {
  const { hub, academicYear, since, stage, status, cursor, limit } = query;
  return listRows(table, 'participation', {
    hub,
    beginsWith: academicYear && yearPrefix(academicYear),
    from: since && yearPrefix(since),
    keep: (row) => (!stage || row.stage === stage) && (!status || row.status === status),
    cursor,
    limit,
  });
}
