import * as z from 'zod';
import { type AcademicYear, academicYearSchema } from '../../core/academic-year.ts';
import {
  activitySchema,
  isPathway,
  isSpecialistStage,
  stageSchema,
  type Urn,
  urnSchema,
} from '../../core/codes.ts';
import { advocateSchema, contactSchema, specialistEnrolmentFormSchema } from '../../core/enrolment.ts';
import { PageNotFound, type Visit } from '../page.ts';
import { addressOf, type PageName } from '../routes.ts';
import { stageName } from '../words/names.ts';

/** An enrolment as far as it has been filled in: what each page of the form has taken. */
export const draftSchema = z.object({
  urn: urnSchema,
  schoolName: z.string(),
  /** The year that applications are open for. */
  academicYear: academicYearSchema,
  stage: stageSchema.optional(),
  headteacher: contactSchema.optional(),
  /** Advocates, or who takes part in a preparatory Work Group. */
  participants: z.array(advocateSchema).default([]),
  releaseAgreed: z.boolean().default(false),
  activities: z.array(activitySchema).optional(),
  /** Who applies to become a Specialist, where that is what the form is for. */
  teacher: specialistEnrolmentFormSchema.shape.teacher.optional(),
  launchAgreed: z.boolean().default(false),
});
export type Draft = z.infer<typeof draftSchema>;

export interface OpenDraft {
  readonly id: string;
  readonly draft: Draft;
  /** The address of a page of this form. */
  readonly at: (page: PageName) => string;
}

/** The draft that the address names. @throws PageNotFound where it was sent, is too old, or is another person's */
export async function openDraft({ drafts, param }: Visit): Promise<OpenDraft> {
  const id = param('draft');
  const draft = await drafts.read(id, draftSchema);
  if (!draft) {
    // Nobody is led here again.
    await drafts.drop(id);
    throw new PageNotFound('no such draft');
  }
  return { id, draft, at: (page) => addressOf(page, { draft: id }) };
}

/** Keeps what has been filled in so far, and its school in the list of what is begun. */
export const keepDraft = ({ drafts }: Visit, id: string, draft: Draft): Promise<void> =>
  drafts.keep(
    id,
    draft,
    [draft.schoolName, draft.stage && stageName(draft.stage)].filter(Boolean).join(', '),
    subjectOfDraft(draft.urn, draft.academicYear, draft.stage === 'training-1'),
  );

/** What a draft is for: a school has one of each kind for each year. */
export const subjectOfDraft = (urn: Urn, year: AcademicYear, isTeacher: boolean): string =>
  `${urn} ${year}${isTeacher ? ' teacher' : ''}`;

/** The first page that is still to be filled in; the last one, to check the answers, when none is. */
export function nextPage({ stage, headteacher, activities, teacher }: Draft): PageName {
  if (!stage) return 'enrol-stage';
  if (isSpecialistStage(stage)) return teacher ? 'enrol-check' : 'enrol-teacher';
  if (!headteacher) return 'enrol-people';
  if (isPathway(stage) && !activities) return 'enrol-activities';
  return 'enrol-check';
}

/** The draft as the API takes it. */
export function formFrom({ urn, academicYear, stage, headteacher, participants, ...rest }: Draft) {
  const both = { urn, academicYear, headteacher };
  if (stage && isSpecialistStage(stage)) {
    return { kind: 'specialist', ...both, teacher: rest.teacher, launchAgreed: rest.launchAgreed };
  }
  if (stage && !isPathway(stage)) return { kind: 'preparatory', topic: stage, ...both, participants };
  const { releaseAgreed, activities = [] } = rest;
  return { kind: 'school', stage, ...both, advocates: participants, releaseAgreed, activities };
}
