import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type ApiCall, type CallApi, fetchApi } from '../../web/api.ts';
import { addressOf } from '../../web/routes.ts';
import type { Role } from '../../workflows/routes.ts';
import { claimOf, given, statementOf } from '../support/money-rows.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { ROUTES } from './page-world.ts';
import { pagesOver, type Reader } from './reader.ts';
import { groupOf, SCHOOLS, wholeHub } from './whole-hub.ts';

/**
 * What a page costs at the size of a whole hub, in the June in which most is to be done: what it takes to draw it once
 * the API has answered, and how often it asks the API.
 */

const HUB = 'turing-nw';
/** Milliseconds of one processor, from the API's answers to the HTML. */
const LONGEST = 20;
/** How often a page asks the API: as often for ninety schools as for nine. */
const MOST_CALLS = 5;
const MORE_CALLS: Readonly<Record<string, number>> = {
  // What is open, upcoming and missed, and its years by each status that is not over.
  [addressOf('home')]: 6,
  // The schools with what each may join of three stages, and the years by each status that is not over.
  [addressOf('schools')]: 6,
  // What stands open, and the statements of each month of the year.
  [addressOf('funding')]: 6 + 12,
  // Whether it may join each of the stages and topics that there are.
  [addressOf('school', { urn: '910000' })]: 4 + 8,
};

let programme: Programme;
let readers: Readonly<Record<Role, Reader>>;
let calls = 0;

beforeAll(async () => {
  programme = await startProgramme({ now: toInstant('2027-06-15T09:00:00Z'), schedules: {} });
  const rows = [...wholeHub(), ...october()];
  // A transaction takes a hundred.
  for (let from = 0; from < rows.length; from += 90) await given(programme, rows.slice(from, from + 90));
  readers = await pagesOver(programme, rememberedBy(fetchApi(() => programme.host.address))).readers(HUB);
});
afterAll(() => programme?.stop());

/** The hub's statement for the month in which all its schools were declared to have started. */
function october() {
  const claims = wholeHub().flatMap((row) =>
    row.type === 'participation' ? [claimOf(row.urn, { hub: HUB })] : [],
  );
  return statementOf('issued', claims, { id: `statement-2026-10-${HUB}`, hub: HUB, month: '2026-10' });
}

/** The API as it answered the first time: what a page costs after that is its own. */
function rememberedBy(callApi: CallApi): CallApi {
  const answers = new Map<string, ReturnType<CallApi>>();
  return (call: ApiCall) => {
    calls += 1;
    const key = [call.method, call.path, call.token].join(' ');
    const answer = answers.get(key) ?? callApi(call);
    answers.set(key, answer);
    return answer;
  };
}

/** Every page that needs nothing more than its address: whatever lists or sums up is among them. */
const lists = ROUTES.flatMap(([name, { path, roles, actsOnly, isFile, isData }]) =>
  path.includes(':') || actsOnly || isFile || isData
    ? []
    : roles.map((role): [string, Role] => [addressOf(name), role]),
);
/** And the longest ones of those that show one thing. */
const WHOLES: readonly [string, Role][] = [
  [`${addressOf('home')}?show=2027-07-31T16:00:00.000Z`, 'hub'],
  [addressOf('statement', { month: '2026-10', hub: HUB }), 'finance'],
  [addressOf('work-group', { id: groupOf(0) }), 'hub'],
  [addressOf('school', { urn: '910000' }), 'hub'],
];

describe(`a hub of ${SCHOOLS} schools`, () => {
  it.each([...lists, ...WHOLES])(
    'waits for %s no longer than a person notices, as %s',
    async (address, role) => {
      const open = () => readers[role].get(address);
      for (let warming = 0; warming < 3; warming += 1) expect((await open()).status).toBe(200);
      const times: number[] = [];
      for (let turn = 0; turn < 9; turn += 1) {
        calls = 0;
        times.push(await processorTimeOf(open));
      }
      expect(medianOf(times)).toBeLessThan(LONGEST);
      expect(calls).toBeLessThanOrEqual(MORE_CALLS[address] ?? MOST_CALLS);
    },
  );
});

/** Milliseconds. The processor's, for the wall's clock goes on while others are served. */
async function processorTimeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const medianOf = (samples: readonly number[]): number =>
  samples.toSorted((one, other) => one - other)[Math.floor(samples.length / 2)] ?? Number.NaN;
