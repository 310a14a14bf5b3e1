import { actorSchema, hubCodeSchema } from '../../core/codes.ts';
import { type LondonDate, londonDateSchema } from '../../core/instant.ts';
import { dateInWords, londonDateOf, londonTimeInWords } from '../../core/london.ts';
import { type EventType, eventTypeSchema, subjectSchema } from '../../workflows/events.ts';
import { type LoggedEvent, loggedEventAnswer } from '../admin-answers.ts';
import { REAL_DATE } from '../answering/answer-form.ts';
import { listOf } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page, Visit } from '../page.ts';
import type { ErrorsOnPage } from '../page-errors.ts';
import { listPaging } from '../paging.ts';
import { addressOf } from '../routes.ts';
import { actorInWords } from '../words/actor.ts';
import { eventSentence, eventTypeInWords } from '../words/event-sentence.ts';
import { subjectLink } from '../words/subject-link.ts';

/** Who did what, when: a day of everybody's, or everything about one thing; a hub sees its own. */
export const auditLog: Page = {
  async show(visit) {
    const { api, person, hubs, query } = visit;
    const admin = person.role === 'admin';
    const { filter, day, typed, errors } = filterIn(visit);
    const path = pathWith('/events', { ...filter, cursor: query('cursor'), limit: '50' });
    const { items, cursor } = errors ? { items: [] } : await api.get(path, listOf(loggedEventAnswer));
    return {
      template: 'audit-log',
      title: 'Audit log',
      errors,
      data: {
        heading: filter.subject ? `Everything about ${filter.subject}` : dateInWords(day),
        typed,
        admin,
        hubs: admin ? hubs.choices('Every hub', filter.hub) : undefined,
        types: typeChoices(filter.type),
        columns: [
          { text: 'When' },
          { text: 'What' },
          { text: 'About' },
          { text: 'Who' },
          ...(admin ? [{ text: 'Hub' }] : []),
        ],
        rows: items.map((event) => rowOf(event, visit)),
        wrong: errors !== undefined,
        days: filter.subject
          ? undefined
          : {
              previous: { ...dayLink(day, -1, filter), text: 'Day before' },
              // Nothing has happened yet on a day to come.
              ...(day < londonDateOf(visit.now)
                ? { next: { ...dayLink(day, 1, filter), text: 'Day after' } }
                : {}),
            },
        more: listPaging(addressOf('audit-log'), filter, query('cursor'), cursor),
      },
    };
  },
};

/** What is looked for; a day that is none is said so, and nothing is looked for. */
function filterIn({ query, person, now }: Visit) {
  const parts = ['day-day', 'day-month', 'day-year'].map(query);
  const [day = '', month = '', year = ''] = parts;
  const asked = parts.some(Boolean)
    ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    : query('day');
  const read = londonDateSchema.safeParse(asked);
  const subject = subjectSchema.safeParse(query('subject').toLowerCase());
  const errors = [
    ...(asked && !read.success ? [{ name: 'day', href: '#day-day', text: REAL_DATE }] : []),
    ...(query('subject') && !subject.success ? [{ name: 'subject', href: '#subject', text: SUBJECT }] : []),
  ];
  const filter = {
    day: read.data ?? (subject.success ? undefined : londonDateOf(now)),
    hub: person.role === 'admin' ? hubCodeSchema.safeParse(query('hub')).data : undefined,
    actor: query('actor') ? actorSchema.safeParse(query('actor')).data : undefined,
    type: eventTypeSchema.safeParse(query('type')).data,
    subject: subject.data,
  };
  const [typedYear = '', typedMonth = '', typedDay = ''] = parts.some(Boolean)
    ? [year, month, day]
    : (filter.day ?? '').split('-').map((part) => part.replace(/^0/, ''));
  return {
    filter,
    day: filter.day ?? londonDateOf(now),
    typed: {
      ...{ 'day-day': typedDay, 'day-month': typedMonth, 'day-year': typedYear },
      ...{ actor: query('actor'), subject: query('subject') },
    },
    errors: errors.length > 0 ? errorsOf(errors) : undefined,
  };
}

const SUBJECT =
  'Enter a reference, such as a school’s URN or year, a Specialist’s number, or the id of a statement or Work Group';

const errorsOf = (
  errors: readonly { readonly name: string; readonly href: string; readonly text: string }[],
): ErrorsOnPage => ({
  list: errors.map(({ text, href }) => ({ text, href })),
  at: Object.fromEntries(errors.map(({ name, text }) => [name, { text }])),
});

const typeChoices = (chosen: EventType | undefined) => [
  { value: '', text: 'Everything', selected: chosen === undefined },
  ...eventTypeSchema.options
    .map((value) => ({ value, text: eventTypeInWords(value), selected: value === chosen }))
    .sort((one, other) => one.text.localeCompare(other.text, 'en-GB')),
];

function rowOf(event: LoggedEvent, { person, hubs }: Visit) {
  const { occurredAt, subject, actor, hub, schoolName } = event;
  return [
    { text: londonTimeInWords(occurredAt) },
    { text: eventSentence(event) },
    // Only what is short stays on one line.
    { ...subjectLink(subject), whole: subject.length < 12 && !schoolName, under: schoolName },
    { text: actorInWords(actor, person) },
    ...(person.role === 'admin'
      ? [{ text: hub === 'admin' ? 'The whole programme' : hubs.nameOf(hub) }]
      : []),
  ];
}

function dayLink(day: LondonDate, by: number, filter: Readonly<Record<string, string | undefined>>) {
  const other = new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
  return {
    href: pathWith(addressOf('audit-log'), { ...filter, day: other }),
    labelText: dateInWords(londonDateSchema.parse(other)),
  };
}
