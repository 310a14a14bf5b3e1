import type { WholeParticipation, WholeSpecialist } from './answers.ts';
import { pathWith } from './api.ts';
import { addressOf } from './routes.ts';
import type { Session } from './session.ts';

/** A link at the end of a page: what else can be done about what it shows. */
export interface Related {
  readonly text: string;
  readonly href: string;
}

/** Everything that happened to a subject; finance has no audit log. */
export const auditOf = (subject: string, { role }: Session): Related[] =>
  role === 'finance' ? [] : [{ text: 'Audit log', href: pathWith(addressOf('audit-log'), { subject }) }];

export function relatedToParticipation(
  { id, outcome, asks, enrolmentId, timeline }: WholeParticipation,
  person: Session,
): Related[] {
  const { role } = person;
  const missed = asks.some(
    ({ kind, status }) => status === 'expired' && ['declaration', 'days'].includes(kind),
  );
  // Whoever was carried over from an earlier year is named on that year's enrolment.
  const enrolled = timeline.some(({ type }) => type === 'EnrolmentAccepted');
  return [
    ...(role === 'admin' && missed
      ? [{ text: 'Declare late what was missed', href: addressOf('declare-late', { id }) }]
      : []),
    ...(role === 'admin' && outcome === 'undecided'
      ? [{ text: 'Reopen this year', href: addressOf('reopen-year', { id }) }]
      : []),
    ...(role !== 'finance' && enrolmentId && enrolled
      ? [{ text: 'Correct the people named', href: addressOf('correct-contacts', { id: enrolmentId }) }]
      : []),
    ...auditOf(id, person),
  ];
}

export const relatedToSchool = (
  { urn, hub }: { readonly urn: string; readonly hub?: string | undefined },
  person: Session,
): Related[] => [
  ...(person.role === 'admin' && hub
    ? [{ text: 'Move this school to another hub', href: addressOf('change-hub', { urn }) }]
    : []),
  ...auditOf(urn, person),
];

export const relatedToSpecialist = ({ id, erasedOn }: WholeSpecialist, person: Session): Related[] => [
  ...(person.role === 'admin' && !erasedOn
    ? [
        {
          text: 'Have another hub support this Specialist',
          href: addressOf('change-specialist-hub', { id }),
        },
        { text: 'Erase this person', href: addressOf('erase-specialist', { id }) },
      ]
    : []),
  ...auditOf(id, person),
];
