import * as z from 'zod';
import type { AcademicYear } from '../../core/academic-year.ts';
import { type Fault, isRefused } from '../api.ts';
import { policyVersionAnswer, policyVersionsAnswer } from '../funding-answers.ts';
import type { Page, View, Visit } from '../page.ts';
import { type ErrorsOnPage, errorsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { adviceFor } from '../words/advice.ts';
import { yearAt } from '../year-at.ts';

/** An admin proposes a year's next policy, as a file or changed on the page; another one decides. */
export const proposePolicy: Page = {
  async show(visit) {
    const year = yearAt(visit);
    const text = await nextOf(visit, year);
    return visit.query('file') && text !== '' ? { fileName: `${year}.json`, text } : view(year, text);
  },
  async act(visit) {
    const year = yearAt(visit);
    const { form, api } = visit;
    const text = form.file('file') || form.text('policy');
    const json = parsed(text);
    if (json === undefined) return { ...view(year, text), errors: UNREADABLE };
    const answer = await api.post('/policies', json, policyVersionAnswer);
    if (isRefused(answer)) return { ...view(year, text), errors: errorsIn(answer.faults) };
    const { academicYear, version } = answer;
    return {
      goTo: addressOf('policy-version', { year: academicYear, version: String(version) }),
      notice: 'The policy is proposed. Another admin decides about it',
    };
  },
};

/** The policy in force, as the next version: there is less to type. */
async function nextOf({ api }: Visit, year: AcademicYear): Promise<string> {
  const found = await api.get(`/policies/${year}/versions`, policyVersionsAnswer).catch(() => undefined);
  if (!found?.active) return '';
  return JSON.stringify({ ...found.active, version: found.active.version + 1 }, undefined, 2);
}

function parsed(text: string): unknown {
  const json = z.json().safeParse(tried(text));
  return json.success && typeof json.data === 'object' ? (json.data ?? undefined) : undefined;
}

function tried(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SAID = 'Choose a policy file, or change the text: it must be JSON';
const UNREADABLE: ErrorsOnPage = { list: [{ text: SAID, href: '#policy' }], at: { policy: { text: SAID } } };

/** Each problem with the place in the policy that it speaks of. */
function errorsIn(faults: readonly Fault[]): ErrorsOnPage {
  const placed = faults.map((fault) => ({
    ...fault,
    detail: fault.field ? `${fault.field}: ${fault.detail}` : fault.detail,
  }));
  const list = placed.map((fault) => ({
    text: fault.field ? fault.detail.replace(/\.$/, '') : adviceFor(fault),
    href: '#policy',
  }));
  return {
    list,
    at: errorsOnPage(placed.slice(0, 1), () => ({
      name: 'policy',
      says: { [placed[0]?.code ?? '']: list[0]?.text ?? '' },
    })).at,
  };
}

const view = (year: AcademicYear, text: string): View => ({
  template: 'propose-policy',
  title: `Propose a policy of ${year}`,
  data: {
    back: { text: 'Back to the policy', href: addressOf('policy', { year }) },
    file: `${addressOf('propose-policy', { year })}?file=yes`,
    text,
  },
});
