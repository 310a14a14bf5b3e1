import { hubCodeSchema } from '../../core/codes.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { REASONS } from '../../core/reason.ts';
import { pathWith } from '../api.ts';
import { type RefusedAttemptAnswer, refusedAttemptsAnswer } from '../funding-answers.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { sentenceCase } from '../words/names.ts';

/** The enrolment forms that were refused: when, for which school and why, the last first. They name nobody. */
export const refusedAttempts: Page = {
  async show({ api, query, person, hubs }) {
    const allHubs = person.role !== 'hub';
    const hub = allHubs ? hubCodeSchema.safeParse(query('hub')).data : undefined;
    const { items, cursor } = await api.get(
      pathWith('/refused-attempts', { hub, order: 'newest', cursor: query('cursor'), limit: '50' }),
      refusedAttemptsAnswer,
    );
    return {
      template: 'refused-attempts',
      title: 'Forms that were refused',
      data: {
        allHubs,
        hubs: allHubs ? hubs.choices('Every hub', hub) : undefined,
        columns: [
          { text: 'When' },
          ...(allHubs ? [{ text: 'Hub' }] : []),
          { text: 'School' },
          { text: 'Why' },
        ],
        rows: items.map((each) => [
          { text: londonTimeInWords(each.submittedAt) },
          ...(allHubs ? [{ text: hubs.nameOf(each.hub) }] : []),
          isKnown(each)
            ? {
                text: each.schoolName ?? each.urn,
                href: addressOf('school', { urn: each.urn ?? '' }),
                under: each.urn,
              }
            : { text: each.urn ?? 'None named' },
          { text: each.reasons.map(({ code, field }) => reasonInWords(code, field)).join(' ') },
        ]),
        more: cursor && pathWith(addressOf('refused-attempts'), { hub, cursor }),
      },
    };
  },
};

/** Whether the school that was named has a page. */
const isKnown = ({ urn = '', reasons }: RefusedAttemptAnswer): boolean =>
  /^\d{6}$/.test(urn) && !reasons.some(({ code }) => code === 'school-unknown');

function reasonInWords(code: string, field: string): string {
  const found = Object.entries(REASONS).find(([known]) => known === code);
  const says = found?.[1].says ?? code;
  const name = fieldInWords(field);
  return name ? `${name}: ${says}` : says;
}

/** What the forms call a field; what the school or the whole form is refused for needs no field. */
function fieldInWords(field: string): string | undefined {
  const [first = '', second, third] = field.split('.');
  if (WHOLE_FORM.includes(first)) return undefined;
  if (first === 'advocates') {
    const which = ['First', 'Second'][Number(second)] ?? 'Another';
    return [`${which} Advocate`, third && PARTS[third]].filter(Boolean).join(', ');
  }
  const last = third ?? second;
  return [sentenceCase(spaced(first)), last && (PARTS[last] ?? spaced(last))].filter(Boolean).join(', ');
}

const WHOLE_FORM: readonly string[] = ['', 'urn', 'stage', 'academicYear'];
const PARTS: Readonly<Record<string, string>> = {
  trn: 'teacher reference number',
  yearsTeaching: 'years of teaching',
  email: 'email address',
};
/** `yearsTeaching` as a person reads it: `years teaching`. */
const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
