import { type AcademicYear, academicYearFrom, startYearOf } from '../../core/academic-year.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { policyAnswer } from '../answers.ts';
import { ApiProblem } from '../api.ts';
import { policyVersionsAnswer } from '../funding-answers.ts';
import type { Page, Visit } from '../page.ts';
import { policyTables } from '../policy-tables.ts';
import { addressOf } from '../routes.ts';
import { VERSION_TAGS } from '../words/funding-names.ts';
import { yearAt } from '../year-at.ts';

/** An academic year's amounts with their sums, windows and sizes; to admins also its versions. */
export const policy: Page = {
  async show(visit) {
    const year = yearAt(visit);
    const admin = visit.person.role === 'admin';
    const [found, versions] = await Promise.all([
      readPolicy(visit, year),
      admin ? versionsOf(visit, year) : undefined,
    ]);
    return {
      template: 'policy',
      title: `Policy of ${year}`,
      data: {
        version: found?.version,
        tables: found && policyTables({ ...found, type: 'policy' }),
        versions,
        proposeAt: admin ? addressOf('propose-policy', { year }) : undefined,
        before: yearLink(startYearOf(year) - 1),
        after: yearLink(startYearOf(year) + 1),
      },
    };
  },
};

/** A year that is still far away has no policy. */
const readPolicy = (visit: Visit, year: AcademicYear) =>
  unlessMissing(visit.api.get(`/policies/${year}`, policyAnswer));

async function versionsOf({ api }: Visit, year: AcademicYear) {
  const found = await unlessMissing(api.get(`/policies/${year}/versions`, policyVersionsAnswer));
  return (found?.versions ?? []).map(({ version, status, proposedAt, decidedAt }) => [
    { text: `Version ${version}`, href: addressOf('policy-version', { year, version: String(version) }) },
    { tag: VERSION_TAGS[status] },
    { text: proposedAt ? londonTimeInWords(proposedAt) : '' },
    { text: decidedAt ? londonTimeInWords(decidedAt) : '' },
  ]);
}

function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  });
}

function yearLink(start: number) {
  const year = academicYearFrom(Math.min(Math.max(start, 2000), 2098));
  return { labelText: year, href: addressOf('policy', { year }) };
}
