import { expect } from 'vitest';
import { REASONS, type ReasonCode } from '../../core/reason.ts';
import type { HostOptions } from '../../local/host.ts';
import { SAMPLE_PEOPLE, SAMPLE_TRNS } from './forms.ts';
import { type Answer, type Programme, startProgramme } from './programme.ts';
import { openStored, type Stored, type StoredRow } from './stored.ts';

/** A fault as a ruling states it: its published code, and the field that it is on. */
export type Fault = readonly [code: ReasonCode, field: string];

/** A programme to be ruled on, and a look at what it stores. */
export interface Court {
  readonly programme: Programme;
  readonly stored: Stored;
  /** The call is refused for exactly these faults and changes nothing; answers with the attempts that were kept. */
  refuses(call: () => Promise<Answer>, ...faults: Faults): Promise<readonly StoredRow[]>;
  stop(): Promise<void>;
}

type Faults = readonly [Fault, ...Fault[]];

export async function startCourt(options: Partial<HostOptions> = {}): Promise<Court> {
  const programme = await startProgramme(options);
  const stored = openStored(programme);
  return {
    programme,
    stored,
    async refuses(call, ...faults) {
      const { result, attempts } = await changingNothing({ programme, stored }, call);
      expectRefusal(result, ...faults);
      return attempts;
    },
    async stop() {
      stored.close();
      await programme.stop();
    },
  };
}

/** The answer is a problem with exactly these faults, in this order; the first decides the status. */
export function expectRefusal({ status, headers, body }: Answer, ...faults: Faults): void {
  const [[first]] = faults;
  const told = body?.errors?.map(({ code, field }: { code: string; field: string }) => [code, field]);
  expect({ status, told }).toEqual({ status: REASONS[first].status, told: faults });
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({ type: `urn:mastery-pathways:problem:${first}`, status });
  expect(JSON.stringify(body)).not.toMatch(/\.[tj]s:\d+|node_modules|Error:/);
}

/**
 * Does something that is to be refused, and compares the table before and after: not a row has changed, and
 * what was added is a refused attempt with its event, naming nobody. No defect was logged. Whatever would happen
 * later begins with an event, so there is nothing to wait for.
 */
export async function changingNothing<Result>(
  { programme, stored }: Pick<Court, 'programme' | 'stored'>,
  act: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly attempts: readonly StoredRow[] }> {
  await programme.host.quiet();
  const before = await stored.rows();
  const logged = programme.log().length;
  const result = await act();
  const after = await stored.rows();
  expect([...before].filter(([key, row]) => !sameRow(row, after.get(key)))).toEqual([]);
  const added = [...after].filter(([key]) => !before.has(key)).map(([, row]) => row);
  expect(added.filter((row) => !isRefusedAttempt(row) && row['eventType'] !== 'EnrolmentRefused')).toEqual(
    [],
  );
  expectNobodyIn(JSON.stringify(added));
  expect(programme.log().slice(logged)).not.toContain('"level":"error"');
  return { result, attempts: added.filter(isRefusedAttempt) };
}

/** None of the sample people is named, by name, e-mail or teacher reference number. */
export function expectNobodyIn(text: string): void {
  for (const { name, email } of SAMPLE_PEOPLE) {
    expect(text).not.toContain(name);
    expect(text).not.toContain(email);
  }
  for (const trn of SAMPLE_TRNS) expect(text).not.toContain(trn);
}

const isRefusedAttempt = (row: StoredRow): boolean => row['type'] === 'refused-attempt';

function sameRow(one: StoredRow, other: StoredRow | undefined): boolean {
  if (other === undefined) return false;
  return (
    JSON.stringify(one) === JSON.stringify(other) ||
    JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
  );
}

/** With its keys in one order: the table promises none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
