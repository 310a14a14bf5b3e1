import { anyAnswer } from './answers.ts';
import { isRefused } from './api.ts';
import { claimAt } from './claim-at.ts';
import type { Form } from './form.ts';
import type { ExplainedClaim } from './funding-answers.ts';
import type { Page, View } from './page.ts';
import { errorsOnPage, type FieldsOnPage, fieldsFrom } from './page-errors.ts';
import { addressOf } from './routes.ts';
import { claimFor } from './words/funding-names.ts';
import { pounds } from './words/money.ts';

/** Something that finance does with one claim, on a page of its own. */
export interface ClaimAction {
  /** Below the claim's address in the API. */
  readonly path: 'hold' | 'release' | 'cancellation' | 'clawback' | 'clawback/approval';
  readonly title: string;
  /** What will happen, one sentence each. */
  readonly says: (claim: ExplainedClaim) => readonly string[];
  readonly button: string;
  /** The button of something that cannot be undone. */
  readonly warns?: true;
  /** Asks why, in a line of text. */
  readonly reason?: string;
  /** Asks how much, in pounds. */
  readonly amount?: string;
  /** Asks what is decided. */
  readonly decisions?: readonly { readonly value: string; readonly text: string; readonly hint: string }[];
  /** Why this person may not do it, where that is known before they try. The API judges again. */
  readonly forbids?: (claim: ExplainedClaim) => string | undefined;
  readonly bodyOf: (form: Form, claim: ExplainedClaim) => Readonly<Record<string, unknown>>;
  /** Said once it is done. */
  readonly done: (form: Form) => string;
}

/** The page of an action: what will happen, what is asked, and then back to the claim. */
export function claimActionPage(action: ClaimAction): Page {
  return {
    async show(visit) {
      return view(action, await claimAt(visit));
    },
    async act(visit) {
      const found = await claimAt(visit);
      const { form, api } = visit;
      const body = action.bodyOf(form, found);
      const answer = await api.post(`/funding/claims/${found.id}/${action.path}`, body, anyAnswer);
      if (isRefused(answer))
        return { ...view(action, found, form), errors: errorsOnPage(answer.faults, FIELDS) };
      return { goTo: addressOf('claim', { id: found.id }), notice: action.done(form) };
    },
  };
}

const AMOUNT = 'Enter an amount in pounds, such as 250 or 250.50';
const FIELDS: FieldsOnPage = fieldsFrom({
  reason: { name: 'reason', says: { required: 'Enter why' } },
  amount: {
    name: 'amount',
    says: {
      required: AMOUNT,
      'wrong-type': AMOUNT,
      'invalid-value': AMOUNT,
      'more-than-paid': 'Enter no more than was paid',
    },
  },
  decision: {
    name: 'decision',
    says: { required: 'Choose what you decide', 'invalid-value': 'Choose what you decide' },
  },
});

function view(action: ClaimAction, found: ExplainedClaim, form?: Form): View {
  const chosen = form?.text('decision');
  return {
    template: 'claim-action',
    title: action.title,
    data: {
      back: { text: 'Back to the claim', href: addressOf('claim', { id: found.id }) },
      caption: `${found.school.name}, ${claimFor(found)}${found.amount === undefined ? '' : `, ${pounds(found.amount)}`}`,
      says: action.says(found),
      forbidden: action.forbids?.(found),
      button: action.button,
      warns: action.warns,
      reason: action.reason,
      amount: action.amount,
      decisions: action.decisions?.map(({ value, text, hint }) => ({
        value,
        text,
        hint: { text: hint },
        checked: chosen === value,
      })),
      typed: { reason: form?.text('reason') ?? '', amount: form?.text('amount') ?? '' },
    },
  };
}
