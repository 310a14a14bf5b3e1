import { schoolWithdrawalReasonSchema, specialistWithdrawalReasonSchema } from '../../core/codes.ts';
import { anyAnswer, type WholeParticipation } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { Form } from '../form.ts';
import { oneLine } from '../one-line.ts';
import type { Page, View } from '../page.ts';
import { errorsOnPage, fieldsFrom } from '../page-errors.ts';
import { participationAt } from '../participation-at.ts';
import { addressOf } from '../routes.ts';
import { stageName, WITHDRAWAL_REASONS } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';

/** A school or Specialist leaves before its year is over. */
export const withdraw: Page = {
  async show(visit) {
    return view(await participationAt(visit));
  },
  async act(visit) {
    const found = await participationAt(visit);
    const { form } = visit;
    const body = {
      reason: form.text('reason') || undefined,
      effectiveOn: form.day('effectiveOn'),
      note: oneLine(form.text('note')) || undefined,
    };
    const answer = await visit.api.post(`/participations/${found.id}/withdrawal`, body, anyAnswer);
    if (isRefused(answer)) return { ...view(found, form), errors: errorsOnPage(answer.faults, FIELDS) };
    return {
      goTo: addressOf('participation', { id: found.id }),
      notice: `${subjectOf(found.id, found.school)} is withdrawn. What was earned stays payable`,
    };
  },
};

const REAL_DATE = 'Enter a real date, for example 27 9 2026';
const FIELDS = fieldsFrom({
  reason: { name: 'reason', says: { required: 'Choose a reason' } },
  effectiveOn: {
    name: 'effectiveOn',
    id: 'effectiveOn-day',
    says: { required: 'Enter the day from which they have left', 'invalid-format': REAL_DATE },
  },
  note: { name: 'note' },
});

function view(found: WholeParticipation, form?: Form): View {
  const { id, school, stage, academicYear, specialist } = found;
  const chosen = form?.text('reason');
  const reasons = specialist ? specialistWithdrawalReasonSchema : schoolWithdrawalReasonSchema;
  return {
    template: 'withdraw',
    title: specialist ? 'Withdraw this Specialist' : 'Withdraw this school',
    data: {
      back: { text: 'Back', href: addressOf('participation', { id }) },
      caption: `${subjectOf(id, school)}, ${stageName(stage)} ${academicYear}`,
      consequence: specialist
        ? 'This stops the year at once and ends further instalments.'
        : 'This stops the year at once, frees the school’s place in its Work Group, and ends further instalments.',
      button: specialist ? 'Withdraw the Specialist' : 'Withdraw the school',
      reasons: reasons.options.map((value) => ({
        value,
        text: WITHDRAWAL_REASONS[value],
        checked: chosen === value,
      })),
      typed: Object.fromEntries(
        ['effectiveOn-day', 'effectiveOn-month', 'effectiveOn-year', 'note'].map((name) => [
          name,
          form?.text(name) ?? '',
        ]),
      ),
    },
  };
}
