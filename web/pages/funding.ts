import {
  type AcademicYear,
  academicYearFrom,
  academicYearOf,
  academicYearSchema,
  startYearOf,
} from '../../core/academic-year.ts';
import type { Instant } from '../../core/instant.ts';
import { dateInWords, londonDateOf, londonTimeInWords } from '../../core/london.ts';
import { latestCutOff, type Month, monthAfter, monthSchema } from '../../core/month.ts';
import { type Api, pathWith } from '../api.ts';
import { moneyBar } from '../bars.ts';
import {
  claimsAnswer,
  type FundingSums,
  fundingSummaryAnswer,
  type StatementAnswer,
  statementsAnswer,
} from '../funding-answers.ts';
import type { Hubs } from '../hubs.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { monthInWords } from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';
import { stageName } from '../words/names.ts';

/** Where the money stands: what finance has to do now, this month's statements, and a year by stage, month and hub. */
export const funding: Page = {
  async show({ api, now, person, query, hubs }) {
    const present = academicYearOf(londonDateOf(now));
    const year = academicYearSchema.safeParse(query('academicYear')).data ?? present;
    const month = latestCutOff(now);
    const [summary, ofYear, ofMonth, raised, held, proposed] = await Promise.all([
      api.get(pathWith('/funding/summary', { academicYear: year }), fundingSummaryAnswer),
      statementsOf(api, monthsOf(year, now)),
      statementsOf(api, [month]),
      claimsWith(api, { status: 'raised' }),
      claimsWith(api, { status: 'held' }),
      claimsWith(api, { clawback: 'proposed' }),
    ]);
    const finance = person.role !== 'hub';
    return {
      template: 'funding',
      title: 'Funding',
      data: {
        finance,
        admin: person.role === 'admin',
        year,
        years: [startYearOf(present) - 1, startYearOf(present), startYearOf(present) + 1].map((start) => {
          const value = academicYearFrom(start);
          return { value, text: value, selected: value === year };
        }),
        month: monthInWords(month),
        waiting: raised,
        held,
        proposed,
        toApprove: toApprove(ofMonth, hubs),
        thisMonth: thisMonth(ofMonth, month),
        total: inPounds(summary.total),
        stages: chart(summary.items, ({ stage }) => stage, stageName),
        hubs: finance ? chart(summary.items, ({ hub }) => hub, hubs.nameOf) : [],
        months: byMonth(ofYear),
        policyAt: addressOf('policy', { year }),
      },
    };
  },
};

/** The months of an academic year whose cut-off has passed. */
function monthsOf(year: AcademicYear, now: Instant): Month[] {
  const last = latestCutOff(now);
  const months: Month[] = [];
  for (
    let month = monthSchema.parse(`${startYearOf(year)}-09`);
    months.length < 12;
    month = monthAfter(month)
  ) {
    if (month > last) break;
    months.push(month);
  }
  return months;
}

/** There are at most as many statements in a month as there are hubs. */
async function statementsOf(api: Api, months: readonly Month[]): Promise<StatementAnswer[]> {
  const pages = await Promise.all(
    months.map((month) =>
      api.get(pathWith('/funding/statements', { month, limit: '200' }), statementsAnswer),
    ),
  );
  return pages.flatMap(({ items }) => items);
}

/** How many claims there are, and their sum; of very many, the first. */
async function claimsWith(api: Api, filter: Readonly<Record<string, string>>) {
  const { items, cursor } = await api.get(
    pathWith('/funding/claims', { ...filter, limit: '200' }),
    claimsAnswer,
  );
  return {
    count: items.length,
    claims: `${cursor ? 'More than ' : ''}${items.length === 1 ? '1 claim' : `${items.length} claims`}`,
    sum: pounds(
      sumOf(items.map(({ amount, clawback }) => (filter['clawback'] ? (clawback.amount ?? 0) : amount))),
    ),
    href: pathWith(addressOf('claims'), filter),
  };
}

function toApprove(statements: readonly StatementAnswer[], hubs: Hubs) {
  return statements
    .filter(({ status }) => status === 'open')
    .map(({ month, hub, total, approveBy, overdueAt }) => ({
      text: `${hubs.nameOf(hub)}: ${pounds(total)}`,
      href: addressOf('statement', { month, hub }),
      by: londonTimeInWords(approveBy),
      overdue: overdueAt !== undefined,
    }));
}

/** The statements of the latest month, by how far they are. */
function thisMonth(statements: readonly StatementAnswer[], month: Month) {
  const rows = [
    ['Being gathered', ['gathering']],
    ['To approve', ['open']],
    ['Approved, about to be issued', ['approved']],
    ['Issued, to be paid', ['issued']],
    ['Paid', ['paid']],
  ] as const;
  const payOn = statements[0]?.payOn;
  return {
    payOn: payOn && dateInWords(payOn),
    rows: rows.map(([text, statuses]) => {
      const those = statements.filter(({ status }) => statuses.some((each) => each === status));
      const [status] = statuses;
      const href = pathWith(addressOf('statements'), { month, status });
      return [
        those.length > 0 ? { text, href } : { text },
        { text: String(those.length) },
        { text: pounds(sumOf(those.map(({ total }) => total))) },
      ];
    }),
  };
}

/** Rows of a chart: one for each group, its bar, and its sums as text. */
function chart<Item extends FundingSums, Key extends string>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
  nameOf: (key: Key) => string,
) {
  const groups = [...Map.groupBy(items, keyOf)].map(([key, group]) => ({ key, sums: totalOf(group) }));
  const most = Math.max(0, ...groups.map(({ sums }) => sums.expected));
  return groups.map(({ key, sums }) => {
    const { expected, raised, paid, remaining } = inPounds(sums);
    return [
      { text: nameOf(key) },
      ...[expected, raised, paid, remaining].map((text) => ({ text })),
      { bars: moneyBar(sums, most) },
    ];
  });
}

/** What the statements of each month come to, and what of it is paid; a month without any is left out. */
function byMonth(statements: readonly StatementAnswer[]) {
  const groups = [...Map.groupBy(statements, ({ month }) => month)].map(([month, group]) => {
    const settled = group.filter(({ status }) => status === 'paid');
    return { month, total: sumOf(group.map(totalIn)), paid: sumOf(settled.map(totalIn)) };
  });
  const most = Math.max(0, ...groups.map(({ total }) => total));
  return groups.map(({ month, total, paid }) => [
    { text: monthInWords(month), href: pathWith(addressOf('statements'), { month }) },
    ...[total, paid, total - paid].map((amount) => ({ text: pounds(amount) })),
    { bars: moneyBar({ expected: total, raised: total, paid }, most) },
  ]);
}

const totalIn = ({ total }: StatementAnswer): number => total;
const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

function totalOf(group: readonly FundingSums[]): FundingSums {
  const sum = (name: keyof FundingSums) => sumOf(group.map((each) => each[name]));
  return {
    expected: sum('expected'),
    raised: sum('raised'),
    paid: sum('paid'),
    recovered: sum('recovered'),
    remaining: sum('remaining'),
  };
}

const inPounds = ({ expected, raised, paid, recovered, remaining }: FundingSums) => ({
  expected: pounds(expected),
  raised: pounds(raised),
  paid: pounds(paid),
  recovered: recovered > 0 ? pounds(recovered) : undefined,
  remaining: pounds(remaining),
});
