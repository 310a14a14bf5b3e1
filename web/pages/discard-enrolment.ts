import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';

/** An enrolment that was begun is given up: nothing of it is kept. */
export const discardEnrolment: Page = {
  async show() {
    return { goTo: addressOf('home') };
  },
  async act({ drafts, param }) {
    await drafts.drop(param('draft'));
    return { goTo: addressOf('home'), notice: 'The enrolment that you had begun is discarded' };
  },
};
