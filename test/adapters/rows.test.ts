import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseKeyOf,
  childrenOf,
  eventsOf,
  indexKeysOf,
  keyOf,
  keyOfEvent,
  outboxKeysOf,
  partitionOf,
} from '../../adapters/dynamodb/keys.ts';
import { eventItemOf, eventOf, itemOf, rowOf } from '../../adapters/dynamodb/rows.ts';
import { eventOfImage } from '../../adapters/dynamodb/stream-image.ts';
import { RowUnreadable } from '../../adapters/dynamodb/table.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { rowSchema } from '../../workflows/change.ts';
import { type EventRow, eventRowSchema } from '../../workflows/events.ts';
import { sampleClaim, sampleParticipation, sampleSchool, sampleSpecialist } from '../support/sample-rows.ts';
import { anyRow, identityOf, ROW_TYPES } from './any-row.ts';

/** As an item comes back: what DynamoDB cannot store is gone. */
const stored = (item: Record<string, unknown>) => unmarshall(marshall(item, { removeUndefinedValues: true }));

describe('a row', () => {
  it('of every type that there is comes back from the table as it went in', () => {
    expect([...ROW_TYPES].sort()).toEqual(rowSchema.options.map((each) => each.shape.type.value).sort());
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyRow, (row) => {
        seen.add(row.type);
        expect(rowOf(row.type, stored(itemOf(row)))).toEqual(row);
      }),
      { numRuns: 400 },
    );
    expect(seen.size).toBe(ROW_TYPES.length);
  });

  it('has a key of its own: two rows share one only where they are the same thing', () => {
    fc.assert(
      fc.property(anyRow, anyRow, (one, other) => {
        const sameKey = JSON.stringify(baseKeyOf(one)) === JSON.stringify(baseKeyOf(other));
        expect(sameKey).toBe(identityOf(one) === identityOf(other));
      }),
      { numRuns: 800 },
    );
  });

  it('is refused where it is of another type, or not what its schema says, without telling who is in it', () => {
    const item = itemOf(sampleSpecialist());
    expect(() => rowOf('school', item)).toThrow(RowUnreadable);
    expect(() => rowOf('specialist', { ...item, cohort: 'eighth' })).toThrow(
      'row SPECIALIST#sp-0001 / SPECIALIST is not readable',
    );
    expect(() => rowOf('specialist', { ...item, surprise: 1 })).toThrow(RowUnreadable);
  });
});

describe('the keys', () => {
  it('put what belongs to a school into the school’s partition, and the rest where its id says', () => {
    expect(partitionOf('900001')).toBe('SCHOOL#900001');
    expect(partitionOf('900001-2026-27-development')).toBe('SCHOOL#900001');
    expect(partitionOf('900001-2026-27-development.placement')).toBe('SCHOOL#900001');
    expect(partitionOf('sp-0042-2026-27-training-1')).toBe('SPECIALIST#sp-0042');
    expect(partitionOf('wg-00000000')).toBe('GROUP#wg-00000000');
    expect(partitionOf('en-00000000')).toBe('ENROLMENT#en-00000000');
    expect(partitionOf('900001-2026-27-development.started')).toBe('SCHOOL#900001');
    expect(partitionOf('statement-2026-10-boundary-way')).toBe('STATEMENT#2026-10#boundary-way');
    expect(partitionOf(`pf-${'0'.repeat(32)}`)).toBe(`PAYMENTS#pf-${'0'.repeat(32)}`);
    expect(partitionOf('policy-2026-27-v2')).toBe('POLICY#2026');
    expect(partitionOf('reconciliation-2026-10-31')).toBe('RECONCILIATION#2026-10-31');
    for (const subject of ['', '90000', '9000011', 'sp-', 'somebody', 'SCHOOL#900001']) {
      expect(() => partitionOf(subject)).toThrow('no partition');
    }
  });

  it('find the children of one participation and never those of another with a longer name', () => {
    const id = participationIdSchema.parse('900001-2026-27-development');
    const longer = participationIdSchema.parse('900001-2026-27-development-two');
    expect(keyOf.ask(`${id}.placement`).sk.startsWith(childrenOf('ASK', id))).toBe(true);
    expect(keyOf.ask(`${longer}.placement`).sk.startsWith(childrenOf('ASK', id))).toBe(false);
    expect(keyOf.claim(`${longer}.started`).sk.startsWith(childrenOf('CLAIM', id))).toBe(false);
    expect(keyOf.event(longer, 1, 0).sk.startsWith(eventsOf(id))).toBe(false);
  });

  it('sort the events of a subject by version and number, also from 9 to 10', () => {
    const order = [
      [1, 0],
      [9, 2],
      [10, 0],
      [10, 9],
      [10, 10],
      [100, 0],
      [99_999, 1],
    ] as const;
    const keys = order.map(([version, number]) => keyOf.event('900001', version, number).sk);
    expect([...keys].sort()).toEqual(keys);
  });

  it('of an event are found again from its id', () => {
    expect(keyOfEvent('900001-2026-27-development#12#3')).toEqual(
      keyOf.event('900001-2026-27-development', 12, 3),
    );
    for (const id of ['', '900001', '#1#2', '900001#x#1']) expect(() => keyOfEvent(id)).toThrow();
  });

  it('list only schools that a hub could look for, and a hub’s own always', () => {
    expect(indexKeysOf(sampleSchool({ phaseCode: 2 }))).toEqual({});
    expect(indexKeysOf(sampleSchool())).toMatchObject({ kindPk: 'KIND#school' });
    expect(indexKeysOf(sampleSchool({ phaseCode: 2, hub: 'origin' }))).toMatchObject({
      hubPk: 'HUB#origin#school',
    });
  });

  it('keep a claim among what is due while it waits for a statement, to be paid or to be recovered', () => {
    const decided = {
      ...{
        amount: 50_000,
        reason: 'Left in December',
        proposedBy: 'f',
        proposedAt: '2027-01-04T09:00:00.000Z',
      },
      ...{ approvedBy: 'g', approvedAt: '2027-01-05T09:00:00.000Z' },
    };
    const approved = { status: 'approved', ...decided };
    const listed = { statementId: 'statement-2027-01-origin', line: 3 };
    const dueOf = (changes: Readonly<Record<string, unknown>>) => indexKeysOf(sampleClaim(changes)).dueSk;
    const { id, raisedAt } = sampleClaim();
    expect(dueOf({})).toBe(`origin#${raisedAt}#${id}`);
    for (const status of ['held', 'on-statement', 'approved', 'paid', 'cancelled']) {
      expect(dueOf({ status })).toBeUndefined();
    }
    expect(dueOf({ status: 'paid', clawback: approved })).toBe(`origin#${decided.approvedAt}#${id}`);
    expect(dueOf({ status: 'paid', clawback: { ...approved, listed } })).toBeUndefined();
  });

  it('list a participation by its hub and year', () => {
    const id = '900001-2026-27-development';
    expect(indexKeysOf(sampleParticipation())).toEqual({
      hubPk: 'HUB#origin#participation',
      hubSk: `2026#${id}`,
      kindPk: 'KIND#participation',
      kindSk: `2026#${id}`,
    });
  });
});

describe('an event', () => {
  const event = (changes: Readonly<Record<string, unknown>> = {}): EventRow =>
    eventRowSchema.parse({
      type: 'event',
      version: 1,
      eventId: '900001-2026-27-development#1#0',
      eventType: 'YearDue',
      schemaVersion: 1,
      subject: '900001-2026-27-development',
      subjectVersion: 1,
      number: 0,
      hub: 'origin',
      occurredAt: '2026-08-31T23:00:00.000Z',
      actor: 'workflow',
      data: { generation: 1 },
      unpublished: true,
      ...changes,
    });

  it('comes back as it went in, read from the table or from the stream', () => {
    for (const row of [event(), event({ unpublished: false, feedSequence: 7 })]) {
      const image = marshall(eventItemOf(row), { removeUndefinedValues: true });
      expect(eventOf(unmarshall(image))).toEqual(row);
      expect(eventOfImage(image)).toEqual(row);
    }
    expect(() => eventOfImage(marshall({ pk: 'x', sk: 'y' }))).toThrow(RowUnreadable);
  });

  it('has its place in the day of London on which it happened, published or not', () => {
    for (const unpublished of [true, false]) {
      const { kindPk, kindSk } = eventItemOf(event({ unpublished }));
      expect(kindPk).toMatch(/^KIND#event#2026-09-01#[01]$/);
      expect(kindSk).toBe('2026-08-31T23:00:00.000Z#900001-2026-27-development#1#0');
    }
  });

  it('bears an outbox marker exactly while it is unpublished', () => {
    expect(Object.keys(outboxKeysOf(event()))).toEqual(['outboxPk', 'outboxSk']);
    expect(outboxKeysOf(event({ unpublished: false }))).toEqual({});
  });
});
