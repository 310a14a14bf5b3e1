import * as z from 'zod';

/**
 * Every reason for which a request is refused: the closed list that the API publishes. The status says whose
 * turn it is: 400 the form is malformed, 409 the world has moved, 422 a rule says no.
 */
export const REASONS = {
  unavailable: { status: 503, says: 'This could not be done just now. Send the same request again.' },
  'malformed-json': { status: 400, says: 'The body is not valid JSON.' },
  required: { status: 400, says: 'This is required.' },
  'wrong-type': { status: 400, says: 'This is of the wrong type.' },
  'invalid-value': { status: 400, says: 'This is not one of the permitted values.' },
  'invalid-format': { status: 400, says: 'This is not in the required format.' },
  'unknown-field': { status: 400, says: 'There is no such field.' },
  'too-long': { status: 400, says: 'This is too long.' },
  'too-short': { status: 400, says: 'This is too short.' },
  'control-characters': { status: 400, says: 'This contains control characters.' },
  'idempotency-key-missing': { status: 400, says: 'Send an Idempotency-Key header with every enrolment.' },
  'cursor-invalid': { status: 400, says: 'This cursor is not from one of our lists.' },
  'not-signed-in': { status: 401, says: 'The token is missing, expired or not ours.' },
  'not-permitted': { status: 403, says: 'Your role may not do this.' },
  'not-found': { status: 404, says: 'There is no such thing, or it is not yours to see.' },
  'method-not-allowed': { status: 405, says: 'This address does not answer that method.' },
  'body-too-large': { status: 413, says: 'The body is larger than 64 KiB, or a file than 1 MiB.' },
  'idempotency-key-reused': {
    status: 409,
    says: 'This Idempotency-Key was used for another request. Use a new key.',
  },
  'changed-meanwhile': { status: 409, says: 'Somebody changed this at the same time. Look again and retry.' },
  'already-enrolled': {
    status: 409,
    says: 'The school takes part in this already, or in another stage of the pathway, in this year.',
  },
  'ask-already-answered': { status: 409, says: 'This has been answered already.' },
  'ask-closed': { status: 409, says: 'The time to answer this has passed.' },
  'ask-cancelled': { status: 409, says: 'This is no longer asked.' },
  'ask-not-open-yet': { status: 422, says: 'This cannot be answered before its window opens.' },
  'no-policy-for-year': { status: 422, says: 'There is no policy for this academic year.' },
  'applications-not-open': { status: 422, says: 'Applications for this year are not open yet.' },
  'applications-closed': { status: 422, says: 'Applications for this year have closed.' },
  'stage-not-reached': {
    status: 422,
    says: 'This stage needs an earlier year of the stage before, closed, whose start was declared.',
  },
  'admission-not-permitted': {
    status: 422,
    says: 'Only an admin may admit a school without the stage before.',
  },
  'topic-unknown': { status: 422, says: 'The year’s policy has no such preparatory topic.' },
  'school-without-hub': {
    status: 422,
    says: 'The school belongs to no hub yet. A hub has to enrol it first.',
  },
  'nothing-to-withdraw': { status: 409, says: 'This participation is over already.' },
  'nothing-to-restart': { status: 409, says: 'No workflow conducts this participation any more.' },
  'not-undecided': { status: 409, says: 'Only a year that closed as undecided can be reopened.' },
  'effective-out-of-range': { status: 422, says: 'The date must lie between the enrolment and today.' },
  'milestone-not-missed': {
    status: 409,
    says: 'This milestone was not missed: it is declared, or can still be.',
  },
  'milestone-unknown': { status: 422, says: 'The year has no such milestone.' },
  'not-a-member': { status: 422, says: 'The school is not a member of this Work Group.' },
  'year-has-begun': { status: 409, says: 'The year has begun: a school leaves it by withdrawing.' },
  'held-in-future': { status: 422, says: 'The date is in the future.' },
  'held-outside-year': { status: 422, says: 'The date is outside the Work Group’s academic year.' },
  'hub-unknown': { status: 422, says: 'There is no such hub.' },
  'hub-unchanged': { status: 409, says: 'The school belongs to this hub already.' },
  'period-overlaps': {
    status: 422,
    says: 'The date must lie after the present period began and not in the future.',
  },
  'lead-unchanged': { status: 409, says: 'This Specialist leads the Work Group already.' },
  'school-unknown': { status: 422, says: 'No school in the register has this URN.' },
  'school-closed': { status: 422, says: 'The school is closed.' },
  'school-not-yet-open': { status: 422, says: 'The school is proposed to open, but not open.' },
  'school-not-state-funded': { status: 422, says: 'The school is not state-funded in England.' },
  'school-not-secondary': { status: 422, says: 'The school does not teach secondary-age pupils.' },
  'school-of-another-hub': { status: 422, says: 'The school belongs to another hub.' },
  'release-not-agreed': { status: 422, says: 'The school must agree to release its Advocates.' },
  'advocate-count': { status: 422, says: 'The number of Advocates is not what the year’s policy asks for.' },
  'advocate-repeated': { status: 422, says: 'The same person is named twice.' },
  'activity-not-of-stage': { status: 422, says: 'This activity does not belong to the stage.' },
  'group-too-small': { status: 422, says: 'The Work Group has fewer schools than the policy asks for.' },
  'group-too-large': { status: 422, says: 'The Work Group has more schools than the policy permits.' },
  'group-size-unconfirmed': {
    status: 422,
    says: 'This is not the usual number of schools. Confirm the size to go on.',
  },
  'group-full': { status: 409, says: 'The Work Group has no seat left.' },
  'group-unknown': { status: 422, says: 'There is no such Work Group.' },
  'group-of-another-kind': {
    status: 422,
    says: 'The Work Group is not of the kind and year that this place needs.',
  },
  'school-repeated': { status: 422, says: 'The same school is named twice.' },
  'school-not-waiting': {
    status: 422,
    says: 'The school is not waiting for a Work Group of this kind and year.',
  },
  'lead-unknown': { status: 422, says: 'There is no such Specialist.' },
  'lead-not-accredited': { status: 422, says: 'Only an accredited Specialist may lead a Work Group.' },
  'lead-of-member-school': {
    status: 422,
    says: 'A Specialist may not lead a group that their own school belongs to.',
  },
  'lead-fully-booked': {
    status: 409,
    says: 'The Specialist already leads as many groups as the policy permits.',
  },
  'teacher-already-on-programme': {
    status: 409,
    says: 'This teacher has a live application, is in training, or is accredited already.',
  },
  'teacher-not-of-maths': { status: 422, says: 'The programme is for teachers of mathematics.' },
  'early-career-teacher': { status: 422, says: 'Early career teachers cannot apply yet.' },
  'launch-not-agreed': {
    status: 422,
    says: 'The head or a member of the leadership team must agree to attend the launch.',
  },
  'extended-already': { status: 409, says: 'Training can be extended once.' },
  'assessed-out-of-range': {
    status: 422,
    says: 'The date must lie between the beginning of the training year and today.',
  },
  'days-over-limit': { status: 422, says: 'More days than a year may have are refused.' },
  'lead-not-yet': {
    status: 422,
    says: 'A Specialist leads from the academic year after the accreditation.',
  },
  'lead-not-leading': { status: 422, says: 'The Specialist does not lead in this academic year.' },
  'lead-in-conflict': {
    status: 409,
    says: 'The Specialist still leads a Work Group that another lead must take over first.',
  },
  'not-in-training': { status: 409, says: 'Only a training year that is not over can be deferred.' },
  'school-not-agreed': { status: 422, says: 'The new school must agree to support the Specialist.' },
  'school-unchanged': { status: 409, says: 'The Specialist teaches at this school already.' },
  'still-on-programme': { status: 409, says: 'The Specialist still takes part: withdraw first.' },
  'happened-outside-window': { status: 422, says: 'The date is outside the milestone’s window.' },
  'happened-in-future': { status: 422, says: 'The date is in the future.' },
  'happened-out-of-order': { status: 422, says: 'The date is before that of an earlier milestone.' },
  'progression-not-open-to-stage': {
    status: 422,
    says: 'The next stage needs a year whose start was declared.',
  },
  'status-forbids': { status: 409, says: 'Its present status does not permit this.' },
  'statement-not-open': { status: 409, says: 'The statement is not open: nothing on it can be changed.' },
  'seal-differs': { status: 409, says: 'The statement has changed since this seal was shown. Look again.' },
  'earlier-statement-open': {
    status: 409,
    says: 'An earlier statement of this hub is still to be approved: its seal comes first.',
  },
  'approver-amended': {
    status: 422,
    says: 'Whoever adjusted this statement or held a claim on it may not approve it.',
  },
  'proposer-may-not-approve': {
    status: 422,
    says: 'A second person has to decide on this, not the one who proposed it.',
  },
  'nothing-paid': { status: 422, says: 'Nothing has been paid that could be recovered.' },
  'more-than-paid': { status: 422, says: 'More cannot be recovered than was paid.' },
  'malformed-csv': { status: 400, says: 'The file is not CSV with the columns that are asked for.' },
  'too-many-lines': { status: 422, says: 'The file has more lines than can be taken at once.' },
  'item-unknown': { status: 422, says: 'No statement has this item.' },
  'item-repeated': { status: 422, says: 'The file names this item twice.' },
  'item-not-approved': { status: 422, says: 'The statement with this item has not been issued.' },
  'item-already-paid': { status: 422, says: 'This item was paid already.' },
  'amount-differs': { status: 422, says: 'The amount is not that of the statement’s line.' },
  'paid-in-future': { status: 422, says: 'The date is in the future.' },
  'policy-invalid': { status: 422, says: 'The policy contradicts itself.' },
  'policy-version-taken': {
    status: 409,
    says: 'The version must follow the active one, and nothing else may be proposed for the year.',
  },
  'policy-changes-released': {
    status: 422,
    says: 'The policy changes an amount that has been released already.',
  },
} as const satisfies Record<string, { status: number; says: string }>;

export type ReasonCode = keyof typeof REASONS;
const codes = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];
export const reasonCodeSchema = z.enum(codes);

/** One reason, on the field that it speaks of (`advocates.1.email`; empty where it speaks of the whole). */
export interface Reason {
  readonly code: ReasonCode;
  readonly field: string;
  readonly detail: string;
}

/** A reason with its published sentence, or a more exact one. */
export function reason(code: ReasonCode, field: string, detail: string = REASONS[code].says): Reason {
  return { code, field, detail };
}
