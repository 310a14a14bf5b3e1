import { academicYearOf } from '../../core/academic-year.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';

/** Leads to the policy of the present year. */
export const policies: Page = {
  show: async ({ now }) => ({ goTo: addressOf('policy', { year: academicYearOf(londonDateOf(now)) }) }),
};
