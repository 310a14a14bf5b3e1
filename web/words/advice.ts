import { instantSchema, londonDateSchema } from '../../core/instant.ts';
import { dateInWords, londonTimeInWords } from '../../core/london.ts';
import type { ReasonCode } from '../../core/reason.ts';
import type { Fault } from '../api.ts';

/** How to put a fault right, where the API's sentence only says what it is. */
const ADVICE: Partial<Record<ReasonCode, string>> = {
  required: 'Fill this in',
  'invalid-value': 'Choose one of the answers',
  'invalid-format': 'Check how this is written',
  'too-long': 'Shorten this to 200 characters or fewer',
  'control-characters': 'Type this on one line, without special control characters',
  'idempotency-key-reused': 'This form was sent already with other answers. Start the enrolment again',
  'changed-meanwhile': 'Somebody changed this at the same time. Check what it says now, and try again',
  'already-enrolled': 'The school takes part in this year already. Look at its page to see in what',
  'ask-already-answered': 'This has been answered already. Go back to see the answer',
  'ask-closed': 'The time to answer this has passed. Ask the programme’s admin to record it late',
  'ask-cancelled': 'This is no longer asked: the school has left',
  'ask-not-open-yet': 'It is too early to answer this. Come back when its window opens',
  'applications-closed': 'Applications for this year have closed. Choose another academic year',
  'stage-not-reached': 'The school has not been through the stage before this one. Choose that stage first',
  'school-of-another-hub':
    'This school belongs to another hub. Ask the programme’s admin if that should change',
  'release-not-agreed': 'Confirm that the school releases its Advocates. Without it, the school cannot enrol',
  'advocate-repeated': 'Name two different people: this email address is entered twice',
  'group-size-unconfirmed': 'This is not the usual number of schools. Tick the box to confirm the size',
  'group-full': 'The Work Group has no seat left. Choose another, or form a new one',
  'school-not-waiting': 'This school is not waiting for a Work Group any more. Take it off the list',
  'lead-not-accredited': 'Choose an accredited Specialist',
  'lead-of-member-school': 'Choose a Specialist from a school that is not in the group',
  'lead-fully-booked': 'This Specialist leads as many groups as they may. Choose another',
  'happened-in-future': 'The date must be today or in the past',
  'happened-out-of-order': 'The date must not be before that of the milestone before',
  'held-in-future': 'The date must be today or in the past',
  'held-outside-year': 'The date must lie in the Work Group’s academic year',
  'effective-out-of-range': 'The date must lie between the day of enrolment and today',
  'progression-not-open-to-stage':
    'The school did not start this year, so it cannot go on to the next stage. Choose repeat, pause or finish',
  'teacher-already-on-programme':
    'This teacher has applied, is in training or is accredited already. Check the teacher reference number',
  'early-career-teacher': 'An early career teacher cannot apply yet. Apply in a later year',
  'launch-not-agreed':
    'Confirm that the head or a senior leader comes to a launch. Without it, nobody can apply',
  'extended-already': 'Training has been extended once already. Choose to accredit or to decline',
  'assessed-out-of-range': 'The date must lie between the beginning of the training year and today',
  'lead-not-yet': 'This Specialist leads from the year after the accreditation. Choose another',
  'lead-not-leading': 'This Specialist does not lead in this year. Choose another',
  'lead-in-conflict': 'This Specialist has a group that somebody else must take over first. Choose another',
  'days-over-limit': 'Enter fewer days: no more than the year has left',
  'not-in-training': 'Only training that is not over can go on a year later',
  'school-not-agreed': 'Confirm that the new school supports the Specialist',
  'school-unchanged': 'The Specialist teaches at this school already. Enter the new one',
  'school-unknown': 'No school of the register has this URN. Check its six digits',
  'period-overlaps':
    'The date must lie after the Specialist came to the present school, and not in the future',
  'status-forbids': 'This is not possible any more. Go back to see how it stands now',
  'statement-not-open': 'The statement is not open any more. Go back to see how it stands now',
  'seal-differs':
    'Somebody changed the statement meanwhile. Go back, look at it again, and approve what it says then',
  'earlier-statement-open': 'Approve this hub’s earlier statement first: the seals follow one another',
  'approver-amended': 'You adjusted this statement or held a claim on it. Ask somebody else to approve it',
  'proposer-may-not-approve': 'You proposed this. Ask somebody else to decide about it',
  'hub-unknown': 'Choose a hub from the list',
  'hub-unchanged': 'Choose another hub: it is with this one already',
  'still-on-programme': 'The Specialist still takes part. Withdraw them first, then come back',
  'milestone-not-missed': 'Choose what was missed: this is declared, or can still be',
  'not-undecided': 'This year is not undecided any more. Go back to see how it stands now',
  'nothing-to-restart': 'No workflow conducts this any more. Go back to see how it stands now',
  'advocate-count': 'Name as many people as before',
  unavailable: 'This could not be done just now. Try again in a minute',
};

/** What to do about a fault, as a sentence without its full stop; the API's own words where they say it best. */
export function adviceFor({ code, detail }: Fault): string {
  const found = Object.entries(ADVICE).find(([known]) => known === code);
  return found?.[1] ?? datesInWords(detail).replace(/\.$/, '');
}

/** The API writes instants and dates for machines; people get them in words. */
export function datesInWords(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (found) => {
      const instant = instantSchema.safeParse(found);
      return instant.success ? londonTimeInWords(instant.data) : found;
    })
    .replace(/\b\d{4}-\d\d-\d\d\b/g, (found) => {
      const date = londonDateSchema.safeParse(found);
      return date.success ? dateInWords(date.data) : found;
    });
}
