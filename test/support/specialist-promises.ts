import { academicYearOf } from '../../core/academic-year.ts';
import { claimSchema } from '../../core/claim.ts';
import type { LondonDate } from '../../core/instant.ts';
import { partsOf } from '../../core/participation.ts';
import { type Specialist, specialistSchema } from '../../core/specialist.ts';
import { presentMembers, type WorkGroup, workGroupSchema } from '../../core/work-group.ts';
import { EVENT_DATA } from '../../workflows/events.ts';
import type { StoredRow } from './stored.ts';

/** All that is stored, as far as it bears on what the programme promises about Specialists. */
export interface Remembered {
  readonly specialists: readonly Specialist[];
  readonly groups: readonly WorkGroup[];
  readonly claims: readonly ReturnType<typeof claimSchema.parse>[];
  readonly raised: readonly { readonly claimId: string; readonly amount: number }[];
  readonly days: readonly { readonly year: string; readonly days: number; readonly amount: number }[];
}

/** Reads it out of the rows of the table. What it needs of a row is parsed; index keys are no part of it. */
export function remembered(rows: readonly StoredRow[]): Remembered {
  const of = (type: string) => rows.filter((row) => row['type'] === type).map(withoutKeys);
  const told = (type: string) => of('event').filter(({ eventType }) => eventType === type);
  return {
    specialists: of('specialist').map((row) => specialistSchema.parse(row)),
    groups: of('work-group').map((row) => workGroupSchema.parse(row)),
    claims: of('claim').map((row) => claimSchema.parse(row)),
    raised: told('ClaimRaised').map(({ data }) => EVENT_DATA.ClaimRaised.parse(data)),
    days: told('DaysDeclared').map(({ data }) => {
      const { participationId, withOtherSchools, hubWork } = EVENT_DATA.DaysDeclared.parse(data);
      const { subject, academicYear } = partsOf(participationId);
      return {
        year: `${subject} ${academicYear}`,
        days: withOtherSchools + hubWork,
        amount: withOtherSchools * 35_000 + hubWork * 20_000,
      };
    }),
  };
}

const KEYS = /^(pk|sk|(hub|kind|lead|outbox|\w+)(Pk|Sk))$/;
const withoutKeys = (row: StoredRow): StoredRow =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !KEYS.test(name)));

/** Which promises are broken on this day; empty when all are kept. Written down here once more, apart from the code. */
export function breachesIn(memory: Remembered, today: LondonDate): string[] {
  return [
    ...ledByUnaccredited(memory),
    ...ledByOwnSchool(memory, today),
    ...ledInSpiteOfConflict(memory),
    ...overLimit(memory),
    ...paidTwice(memory),
  ];
}

/** Whoever leads a group, or ever led it, was accredited in an earlier academic year than the group's. */
function ledByUnaccredited({ groups, specialists }: Remembered): string[] {
  return groups.flatMap(({ id, academicYear, leads }) =>
    leads.flatMap(({ lead }) => {
      const on = specialists.find((each) => each.id === lead)?.accreditedOn;
      return on && academicYearOf(on) < academicYear
        ? []
        : [`${lead}, accredited on ${on}, leads ${id} of ${academicYear}`];
    }),
  );
}

/** Whoever leads a group that their own school sits in now has an open conflict about it, of this year or a later one. */
function ledByOwnSchool({ groups, specialists }: Remembered, today: LondonDate): string[] {
  return groups.flatMap((group) => {
    const lead = specialists.find(({ id }) => id === group.lead);
    const isOver = group.academicYear < academicYearOf(today);
    const own = presentMembers(group).some(({ urn }) => urn === lead?.urn);
    const recorded = lead?.conflicts.some(
      (each) => each.workGroupId === group.id && each.cause === 'own-school' && each.resolvedOn === undefined,
    );
    return isOver || !own || recorded ? [] : [`${group.lead} leads ${group.id}, where ${lead?.urn} sits`];
  });
}

/** Nobody took on a group of a later year while a conflict about an earlier one was open. */
function ledInSpiteOfConflict({ groups, specialists }: Remembered): string[] {
  return specialists.flatMap(({ id: lead, conflicts }) =>
    conflicts.flatMap((conflict) => {
      const taken = groups.filter(
        (group) =>
          group.academicYear > conflict.academicYear &&
          group.leads.some(
            (each) =>
              each.lead === lead &&
              each.from > conflict.openedOn &&
              (conflict.resolvedOn === undefined || each.from < conflict.resolvedOn),
          ),
      );
      return taken.map(({ id }) => `${lead} took on ${id} in spite of ${conflict.workGroupId}`);
    }),
  );
}

/** No more than 15 days a year, and claims for exactly the days that were declared. */
function overLimit({ days, claims }: Remembered): string[] {
  const years = Object.entries(Object.groupBy(days, ({ year }) => year));
  return years.flatMap(([year, declared = []]) => {
    const total = declared.reduce((sum, each) => sum + each.days, 0);
    const due = declared.reduce((sum, each) => sum + each.amount, 0);
    const paid = claims
      .filter(({ participationId, academicYear }) => {
        const { subject, stage } = partsOf(participationId);
        return stage === 'leading' && `${subject} ${academicYear}` === year;
      })
      .reduce((sum, { amount }) => sum + amount, 0);
    return [
      ...(total > 15 ? [`${year}: ${total} days`] : []),
      ...(paid === due ? [] : [`${year}: ${paid} pence paid for days worth ${due}`]),
    ];
  });
}

/** Each claim was raised once; and a Specialist's training releases each of its instalments once, however long it takes. */
function paidTwice({ claims, raised }: Remembered): string[] {
  const announced = raised.map(({ claimId, amount }) => `${claimId} ${amount}`).sort();
  const stored = claims.map(({ id, amount }) => `${id} ${amount}`).sort();
  const training = claims
    .filter(({ stage, amount }) => stage.startsWith('training') && amount > 0)
    .map(
      ({ participationId, stage, instalment }) =>
        `${partsOf(participationId).subject} ${stage} ${instalment}`,
    );
  return [
    ...(announced.join() === stored.join() ? [] : [`announced ${announced}, stored ${stored}`]),
    ...training
      .filter((each, index) => training.indexOf(each) < index)
      .map((each) => `${each} was released a second time`),
  ];
}
