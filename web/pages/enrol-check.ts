import { isPathway, isSpecialistStage } from '../../core/codes.ts';
import { createdAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import { type Draft, formFrom, nextPage, type OpenDraft, openDraft } from '../enrolment/draft.ts';
import { peopleField, personName } from '../enrolment/people-fields.ts';
import { teacherFields } from '../enrolment/teacher-fields.ts';
import type { Outcome, Page } from '../page.ts';
import { errorsOnPage, type FieldsOnPage } from '../page-errors.ts';
import { addressOf, type PageName } from '../routes.ts';
import { ACTIVITIES, ROLES, stageName } from '../words/names.ts';

/** All answers at once, before they are sent. The API judges the whole form. */
export const enrolCheck: Page = {
  async show(visit) {
    const open = await openDraft(visit);
    return toCheck(open);
  },
  async act(visit) {
    const open = await openDraft(visit);
    if (nextPage(open.draft) !== 'enrol-check') return toCheck(open);
    const answer = await visit.api.post('/enrolments', formFrom(open.draft), createdAnswer, {
      'idempotency-key': open.id,
    });
    if (isRefused(answer)) {
      const checked = toCheck(open);
      return 'goTo' in checked
        ? checked
        : { ...checked, errors: errorsOnPage(answer.faults, fieldsIn(open)) };
    }
    await visit.drafts.drop(open.id);
    return { goTo: addressOf('enrolled', { id: answer.id }) };
  },
};

function toCheck({ draft, at }: OpenDraft): Outcome {
  const next = nextPage(draft);
  if (next !== 'enrol-check') return { goTo: at(next) };
  return {
    template: 'enrol-check',
    title: 'Check your answers',
    data: {
      back: { text: 'Back', href: at(draft.teacher ? 'enrol-teacher' : 'enrol-people') },
      next: draft.teacher ? 'Now send the application' : 'Now send the enrolment',
      button: draft.teacher ? 'Confirm and apply' : 'Confirm and enrol',
      rows: (draft.teacher ? teacherAnswersOf(draft, draft.teacher) : answersOf(draft)).map(
        ([key, value, page, id]) => ({
          key: { text: key },
          value: { text: value },
          actions: {
            items: page
              ? [
                  {
                    href: `${at(page)}${id ? `#${id}` : ''}`,
                    text: 'Change',
                    visuallyHiddenText: key.toLowerCase(),
                  },
                ]
              : [],
          },
        }),
      ),
    },
  };
}

type Line = readonly [key: string, value: string, page?: PageName, id?: string];

function answersOf({
  schoolName,
  urn,
  academicYear,
  stage,
  headteacher,
  participants,
  activities,
}: Draft): Line[] {
  const pathway = stage !== undefined && isPathway(stage);
  return [
    ['School', `${schoolName} (${urn})`],
    ['Academic year', academicYear],
    ['Joins', stage ? stageName(stage) : '', 'enrol-stage'],
    ['Headteacher', `${headteacher?.name}, ${headteacher?.email}`, 'enrol-people', 'headteacher.name'],
    ...participants.map(({ name, email, role, experienceYears }, index): Line => {
      const years = experienceYears === 1 ? '1 year' : `${experienceYears} years`;
      return [
        personName(pathway, index),
        `${name}, ${email}. ${ROLES[role]}, ${years} of teaching`,
        'enrol-people',
        `participants.${index}.name`,
      ];
    }),
    ...(pathway
      ? ([
          ['Release', 'The school agrees to release its Advocates', 'enrol-people', 'releaseAgreed'],
          [
            'Will work on',
            activities?.map((each) => ACTIVITIES[each]).join('; ') || 'Not decided yet',
            'enrol-activities',
          ],
        ] satisfies Line[])
      : []),
  ];
}

/** A teacher's application. The reference number is shown here, to its author, and on no other page. */
function teacherAnswersOf(
  { schoolName, urn, academicYear, headteacher }: Draft,
  { name, email, trn, yearsTeaching }: NonNullable<Draft['teacher']>,
): Line[] {
  const line = (key: string, value: string, id: string): Line => [key, value, 'enrol-teacher', id];
  return [
    ['School', `${schoolName} (${urn})`],
    ['Joins', `${stageName('training-1')}, ${academicYear}`],
    line('Headteacher', `${headteacher?.name}, ${headteacher?.email}`, 'headteacher.name'),
    line('Teacher', `${name}, ${email}`, 'teacher.name'),
    line('Teacher reference number', trn, 'teacher.trn'),
    line('Years of teaching', String(yearsTeaching), 'teacher.yearsTeaching'),
    line('Launch', 'The head or a senior leader comes to a launch', 'launchAgreed'),
  ];
}

/** Where to put right what the API refuses: on the page that asked for it. */
function fieldsIn({ at, draft: { stage } }: OpenDraft): FieldsOnPage {
  if (stage && isSpecialistStage(stage)) return teacherFields(at('enrol-teacher'));
  const people = peopleField(stage !== undefined && isPathway(stage), at('enrol-people'));
  return (field) => {
    if (field === 'stage' || field === 'topic') return { name: field, id: 'stage', page: at('enrol-stage') };
    if (field.startsWith('activities'))
      return { name: field, id: 'activities', page: at('enrol-activities') };
    return people(field);
  };
}
