import { PARTS, type Usage } from './measured.ts';
import {
  costOf,
  GIGABYTES_A_CALL,
  POLLED_DAILY,
  PRICES,
  PRICES_AS_OF,
  SECONDS_A_CALL,
  TEMPORAL,
} from './prices.ts';

export interface Measured {
  readonly schoolYear: Usage;
  readonly specialistYear: Usage;
  readonly statement: Usage;
}

const WORDS: Readonly<Record<keyof Usage, string>> = {
  stateTransitions: 'State transitions',
  executions: 'Executions',
  historyEvents: 'Events in their histories',
  writeUnits: 'Write request units',
  readUnits: 'Read request units',
  invocations: 'Calls of functions',
  apiCalls: 'Requests to the API',
  busEvents: 'Events on the bus',
  queueRequests: 'Requests to queues',
  fifoRequests: 'Requests to FIFO queues',
  logBytes: 'Bytes that functions log',
};

/** `docs/cost.md`: what a year uses and costs, beside what others would take for the same. */
export function costPage({ schoolYear, specialistYear, statement }: Measured): string {
  const columns = [schoolYear, specialistYear, statement];
  const states = schoolYear.stateTransitions;
  return `# What a year costs

\`npm run cost\` plays a school's Development year, a Specialist's first year of training and one statement of two claims
on the real state machines, functions and table, counts every call that AWS bills by use, and writes this page.
\`test/local/cost.test.ts\` counts again. The school's year shares a Work Group with one other school and is half of what
both use.

| | A school's year | A Specialist's year | A statement |
|---|---|---|---|
${PARTS.map((part) =>
  row(
    WORDS[part],
    columns.map((usage) => count(usage[part])),
  ),
).join('\n')}
${row(
  '**Cost**',
  columns.map((usage) => `**${dollars(costOf(usage))}**`),
)}

A write unit is counted as DynamoDB does: a KB or part of it, twice in a transaction, and once more for every index entry
that is put, moved or taken out. A row that a transaction only checks counts as if written. Queue messages are three
requests each: sent, received, deleted. Every message and every change is taken to have a call of its own, of
${SECONDS_A_CALL * 1000} ms at ${GIGABYTES_A_CALL * 1024} MB. A payer's file, a person who looks at pages, and storage are not counted.

A school's year is meant to take 150 write units, and does not yet. Most of them go to its thirteen events (seven each:
two for the row in its transaction, two for its places in the outbox and in the day's log, three when its outbox marker is
taken off) and to its four asks (eighteen each: four writes, and two lists that each of them moves in).

## For the same work elsewhere

| | A school's year |
|---|---|
${row('This service', [dollars(costOf(schoolYear))])}
${row('A workflow that wakes up daily to look, at least', [dollars(costOf(POLLED_DAILY))])}
${row(`Temporal Cloud, ${count(states)} actions at least, without its monthly plan`, [dollars((states * TEMPORAL.perMillion) / 1_000_000)])}

Temporal's figure pays for orchestration alone, to be held against ${dollars((states * 25) / 1_000_000)} for our state transitions: workers, database and
front door would come on top. An activity, a timer and a signal are an action each (<${TEMPORAL.source}>).

## Prices

List prices of London (eu-west-2) without tax, free tiers and discounts, as we knew them in ${PRICES_AS_OF}; that of Step Functions
was held against a copy of its page, the others were not. Look there before deciding anything on them.

| Service | Unit | Dollars a million | Page |
|---|---|---|---|
${PRICES.map(({ service, unit, perMillion, source }) => row(service, [unit, String(perMillion), `<${source}>`])).join('\n')}

## What does not grow with the schools

Nightly jobs, alarms, dashboards, keys and secrets cost the same for one school as for all. So do the queues: Lambda asks
an empty one about fifteen times a minute, which is 650,000 requests a month and $0.26 for each.
`;
}

const row = (name: string, cells: readonly string[]): string => `| ${[name, ...cells].join(' | ')} |`;
const count = (value: number): string => String(Math.round(value * 10) / 10);
const dollars = (value: number): string => `$${value.toFixed(4)}`;
