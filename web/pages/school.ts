import { stageSchema, urnSchema } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { partsOf } from '../../core/participation.ts';
import { deadlineOf } from '../../core/policy.ts';
import { type EligibilityAnswer, eligibilityAnswer, policyAnswer, schoolAnswer } from '../answers.ts';
import type { Api } from '../api.ts';
import { type Page, PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';
import { reasonsInWords } from '../words/eligibility-words.ts';
import { stageName } from '../words/names.ts';

/** One school: what the register says, what it can join now and why not, and its years so far. */
export const school: Page = {
  async show({ api, param, person, now }) {
    const urn = urnSchema.safeParse(param('urn'));
    if (!urn.success) throw new PageNotFound('no URN');
    const [found, teacher, ...stages] = await Promise.all([
      api.get(`/schools/${urn.data}`, schoolAnswer),
      api.get(`/schools/${urn.data}/eligibility?stage=training-1`, eligibilityAnswer),
      ...(['development', 'embedding', 'sustaining'] as const).map((stage) =>
        api.get(`/schools/${urn.data}/eligibility?stage=${stage}`, eligibilityAnswer),
      ),
    ]);
    const training = await trainingChoice(api, teacher, now);
    const facts = [
      ['URN', found.urn],
      ['DfE number', found.dfeNumber],
      ['Type', found.typeName],
      ['Ages', found.lowAge && found.highAge ? `${found.lowAge} to ${found.highAge}` : undefined],
      ['Postcode', found.postcode],
      ['Town', found.town],
      ['Trust', found.trust],
      ['Hub', person.role === 'admin' ? found.hub : undefined],
    ];
    return {
      template: 'school',
      title: found.name,
      data: {
        back: { text: 'Back to schools', href: addressOf('schools') },
        facts: facts.flatMap(([key, value]) =>
          value ? [{ key: { text: key }, value: { text: String(value) } }] : [],
        ),
        year: stages[0]?.academicYear,
        mayEnrolTeacher: training.eligible,
        stages: [
          ...stages.map(({ stage, eligible, reasons }) => ({
            name: stageName(stage),
            eligible,
            reasons: reasonsInWords(reasons),
          })),
          training,
        ],
        enrolAt: person.role === 'hub' ? addressOf('begin-enrolment', { urn: urn.data }) : undefined,
        years: found.participations.map((id) => {
          const { academicYear, stage } = partsOf(id);
          return {
            href: addressOf('participation', { id }),
            text: `${academicYear}, ${stageName(stageSchema.parse(stage))}`,
          };
        }),
      },
    };
  },
};

/** Whether a teacher of the school can apply to become a Specialist: as long as those of the year are not selected. */
async function trainingChoice(
  api: Api,
  { academicYear, eligible, reasons }: EligibilityAnswer,
  now: Instant,
) {
  const policy = await api.get(`/policies/${academicYear}`, policyAnswer);
  const selectedAt = deadlineOf({ ...policy, type: 'policy' }, 'selection');
  const late = selectedAt <= now;
  const closed = `Specialists for ${academicYear} were selected until ${londonTimeInWords(selectedAt)}.`;
  return {
    name: 'A teacher trains as a Specialist',
    eligible: eligible && !late,
    reasons: [...reasonsInWords(reasons), ...(late ? [closed] : [])],
  };
}
