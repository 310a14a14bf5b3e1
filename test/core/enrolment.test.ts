import { describe, expect, it } from 'vitest';
import { hubCodeSchema } from '../../core/codes.ts';
import {
  enrolmentReasons,
  isRepetition,
  preparatoryEnrolmentFormSchema,
  schoolEnrolmentFormSchema,
} from '../../core/enrolment.ts';
import { type Instant, toInstant } from '../../core/instant.ts';
import type { Participation } from '../../core/participation.ts';
import type { Policy } from '../../core/policy.ts';
import type { School } from '../../core/school.ts';
import { developmentForm, preparatoryForm } from '../support/forms.ts';
import { policyOf2026, sampleParticipation, sampleSchool } from '../support/sample-rows.ts';

const ORIGIN = hubCodeSchema.parse('origin');
const IN_MARCH = toInstant('2026-03-02T09:00:00Z');

interface Situation {
  /** What differs from an ordinary form; with a topic it is a preparatory one. */
  readonly form?: Readonly<Record<string, unknown>>;
  readonly school?: School | undefined;
  readonly policy?: Policy | undefined;
  readonly history?: readonly Participation[];
  readonly by?: 'hub' | 'admin';
  readonly now?: Instant;
}

const ownSchool = () => sampleSchool({ hub: 'origin' });

/** A year of the school: `2026-27 development enrolled`, and whether its start was declared. */
function year(text: string, startedOn?: string): Participation {
  const [academicYear, stage, status] = text.split(' ');
  const id = `900001-${academicYear}-${stage}`;
  return sampleParticipation({ id, academicYear, stage, status, startedOn });
}

/** The reasons for which a form is refused, `code field`; an ordinary one changed in these respects. */
function refused(situation: Situation): string[] {
  const { by, school, policy, history, now } = {
    by: 'hub',
    school: sampleSchool(),
    policy: policyOf2026(),
    history: [],
    now: IN_MARCH,
    ...situation,
  };
  const preparatory = situation.form !== undefined && 'topic' in situation.form;
  const form = preparatory
    ? preparatoryEnrolmentFormSchema.parse(preparatoryForm('900001', situation.form))
    : schoolEnrolmentFormSchema.parse(developmentForm('900001', situation.form));
  const hub = by === 'hub' ? ORIGIN : undefined;
  return enrolmentReasons(form, { hub, school, history, policy, now }).map(
    ({ code, field }) => `${code} ${field}`,
  );
}

const [one, two] = developmentForm('900001').advocates;
const again = { ...two, email: 'ROWAN@People.example' };

describe('an enrolment in a Development Work Group', () => {
  it('is accepted from a hub for a state-funded secondary school that is nobody else’s', () => {
    expect(refused({})).toEqual([]);
    expect(refused({ school: sampleSchool({ hub: 'origin' }) })).toEqual([]);
  });

  it.each<[string, Situation, string[]]>([
    ['one Advocate', { form: { advocates: [one] } }, ['advocate-count advocates']],
    [
      'three Advocates',
      { form: { advocates: [one, two, { ...two, email: 'third@people.example' }] } },
      ['advocate-count advocates'],
    ],
    ['no Advocate', { form: { advocates: [] } }, ['advocate-count advocates']],
    ['the same person twice', { form: { advocates: [one, one] } }, ['advocate-repeated advocates.1.email']],
    [
      'the same e-mail in capitals',
      { form: { advocates: [one, again] } },
      ['advocate-repeated advocates.1.email'],
    ],
    ['no release agreed', { form: { releaseAgreed: false } }, ['release-not-agreed releaseAgreed']],
    [
      'an activity of another stage',
      { form: { activities: ['planning-lessons', 'collaborative-design'] } },
      ['activity-not-of-stage activities.1'],
    ],
    ['a school that the register does not know', { school: undefined }, ['school-unknown urn']],
    ['a closed school', { school: sampleSchool({ statusCode: 2 }) }, ['school-closed urn']],
    ['an independent school', { school: sampleSchool({ typeCode: 11 }) }, ['school-not-state-funded urn']],
    ['a primary school', { school: sampleSchool({ phaseCode: 2 }) }, ['school-not-secondary urn']],
    ['a second enrolment', { history: [year('2026-27 development enrolled')] }, ['already-enrolled urn']],
    ['a year without a policy', { policy: undefined }, ['no-policy-for-year academicYear']],
  ])('is refused for %s', (_ruling, situation, reasons) => {
    expect(refused(situation)).toEqual(reasons);
  });

  it('tells another hub nothing about a school but that it is another’s', () => {
    const school = sampleSchool({ hub: 'boundary' });
    expect(refused({ school })).toEqual(['school-of-another-hub urn']);
    expect(refused({ school, history: [year('2026-27 development enrolled')] })).toEqual([
      'school-of-another-hub urn',
    ]);
  });

  it.each([
    ['2025-10-31T23:59:59.999Z', ['applications-not-open academicYear']],
    ['2025-11-01T00:00:00.000Z', []],
    ['2026-09-30T15:59:59.999Z', []],
    ['2026-09-30T16:00:00.000Z', ['applications-closed academicYear']],
  ])('at %s, by the window of applications, is refused for %j', (now, reasons) => {
    expect(refused({ now: toInstant(now) })).toEqual(reasons);
  });

  it('is refused for everything that is wrong, all at once', () => {
    expect(
      refused({
        form: { advocates: [one], releaseAgreed: false, activities: ['collaborative-design'] },
        school: sampleSchool({ statusCode: 2, typeCode: 11, phaseCode: 2 }),
        now: toInstant('2026-12-01T00:00:00Z'),
      }),
    ).toEqual([
      'applications-closed academicYear',
      'school-closed urn',
      'school-not-state-funded urn',
      'school-not-secondary urn',
      'release-not-agreed releaseAgreed',
      'advocate-count advocates',
      'activity-not-of-stage activities.0',
    ]);
  });

  it('asks for as many Advocates as the year’s policy, not as the code', () => {
    const policy = { ...policyOf2026(), advocatesPerSchool: 1 };
    expect(refused({ policy, form: { advocates: [one] } })).toEqual([]);
    expect(refused({ policy })).toEqual(['advocate-count advocates']);
  });
});

describe('a place on the pathway in one year', () => {
  it.each(['enrolled', 'placed', 'active', 'closed'])('is taken by a participation that is %s', (status) => {
    for (const stage of ['development', 'embedding', 'sustaining']) {
      expect(refused({ history: [year(`2026-27 ${stage} ${status}`)] })).toEqual(['already-enrolled urn']);
      expect(refused({ history: [year(`2025-26 ${stage} ${status}`)] })).toEqual([]);
    }
  });

  it.each(['withdrawn', 'not-placed'])('is free again after one that was %s', (status) => {
    expect(refused({ history: [year(`2026-27 development ${status}`)] })).toEqual([]);
  });
});

describe('a stage beyond Development', () => {
  const stage = (name: string) => ({ stage: name, activities: [] });
  const STARTED = '2025-09-10';

  it.each<[string, readonly Participation[]]>([
    ['nothing before it', []],
    ['a Development year that is under way', [year('2025-26 development active', STARTED)]],
    ['a Development year that closed without its start', [year('2025-26 development closed')]],
    ['a Development year that was withdrawn', [year('2025-26 development withdrawn', STARTED)]],
    ['a preparatory year', [year('2025-26 years-5-8-continuity closed', STARTED)]],
    ['a Sustaining year only', [year('2025-26 sustaining closed', STARTED)]],
  ])('Embedding is not reached by %s', (_before, history) => {
    expect(refused({ form: stage('embedding'), history })).toEqual(['stage-not-reached stage']);
  });

  it('Embedding is reached by a Development year, however long ago, that closed with its start declared', () => {
    expect(
      refused({ form: stage('embedding'), history: [year('2025-26 development closed', STARTED)] }),
    ).toEqual([]);
    expect(
      refused({ form: stage('embedding'), history: [year('2019-20 development closed', '2019-09-10')] }),
    ).toEqual([]);
  });

  it('Sustaining is reached by a started year of Embedding or of Sustaining, not by one of Development', () => {
    const reachedAfter = (before: string) =>
      refused({ form: stage('sustaining'), history: [year(`2025-26 ${before} closed`, STARTED)] });
    expect([reachedAfter('embedding'), reachedAfter('sustaining')]).toEqual([[], []]);
    expect(reachedAfter('development')).toEqual(['stage-not-reached stage']);
  });

  it.each(['embedding', 'sustaining'])('%s is entered without it where an admin says why', (name) => {
    const form = { ...stage(name), admissionReason: 'The department of a Specialist' };
    expect(refused({ form, by: 'admin', school: ownSchool() })).toEqual([]);
    expect(refused({ form: stage(name), by: 'admin', school: ownSchool() })).toEqual([
      'stage-not-reached stage',
    ]);
    expect(refused({ form })).toEqual(['stage-not-reached stage', 'admission-not-permitted admissionReason']);
  });

  it('is never reached for a reason of spaces', () => {
    const form = developmentForm('900001', { ...stage('embedding'), admissionReason: '   ' });
    expect(schoolEnrolmentFormSchema.safeParse(form).success).toBe(false);
  });
});

describe('an enrolment by an admin', () => {
  it('is accepted for any school that has a hub, and for no other', () => {
    expect(refused({ by: 'admin', school: sampleSchool({ hub: 'boundary' }) })).toEqual([]);
    expect(refused({ by: 'admin' })).toEqual(['school-without-hub urn']);
    expect(refused({ by: 'admin', form: { topic: 'subject-leadership' } })).toEqual([
      'school-without-hub urn',
    ]);
    expect(refused({ by: 'admin', school: undefined })).toEqual(['school-unknown urn']);
  });

  it('keeps to every other rule', () => {
    const history = [year('2026-27 development enrolled')];
    expect(refused({ by: 'admin', school: ownSchool(), history })).toEqual(['already-enrolled urn']);
    expect(refused({ by: 'admin', school: ownSchool(), form: { releaseAgreed: false } })).toEqual([
      'release-not-agreed releaseAgreed',
    ]);
  });
});

describe('an enrolment in a preparatory Work Group', () => {
  const PATHWAY = ['development', 'embedding', 'sustaining'];
  const TOPICS = [
    'mathematical-thinking-gcse',
    'years-7-11-coherence',
    'years-5-8-continuity',
    'subject-leadership',
  ];

  it.each(TOPICS)('in %s is open to a school that never was on the pathway', (topic) => {
    expect(refused({ form: { topic } })).toEqual([]);
  });

  it('is neither blocked by a place on the pathway in the same year, nor blocks one', () => {
    for (const stage of PATHWAY) {
      const topic = 'years-5-8-continuity';
      expect(refused({ form: { topic }, history: [year(`2026-27 ${stage} active`)] })).toEqual([]);
    }
    expect(refused({ history: TOPICS.map((topic) => year(`2026-27 ${topic} active`)) })).toEqual([]);
  });

  it('is one participation for each topic: another topic in the same year, the same one in another', () => {
    const history = [
      year('2026-27 years-5-8-continuity enrolled'),
      year('2025-26 subject-leadership closed'),
    ];
    expect(refused({ form: { topic: 'subject-leadership' }, history })).toEqual([]);
    expect(refused({ form: { topic: 'years-5-8-continuity' }, history })).toEqual(['already-enrolled urn']);
  });

  it('is refused for a topic that the year’s policy does not have', () => {
    expect(refused({ form: { topic: 'origami' } })).toEqual(['topic-unknown topic']);
    // A stage of the pathway is not a topic by another name: it has a form, and a guard, of its own.
    const history = [
      year('2025-26 development closed', '2025-09-10'),
      year('2025-26 embedding closed', '2025-09-10'),
    ];
    for (const topic of PATHWAY)
      expect(refused({ form: { topic }, history }), topic).toEqual(['topic-unknown topic']);
  });

  it('is refused for what the school is, when it is, and a person named twice, like any other', () => {
    const [first] = preparatoryForm('900001').participants;
    expect(
      refused({
        form: { topic: 'years-5-8-continuity', participants: [first, first] },
        school: sampleSchool({ hub: 'boundary', typeCode: 11 }),
        now: toInstant('2026-12-01T00:00:00Z'),
      }),
    ).toEqual([
      'applications-closed academicYear',
      'school-of-another-hub urn',
      'school-not-state-funded urn',
      'advocate-repeated participants.1.email',
    ]);
  });

  it.each([
    ['nobody who takes part', { participants: [] }],
    ['a release, which is not asked for', { releaseAgreed: true }],
    ['a topic in words', { topic: 'Years 5–8 Continuity' }],
  ])('is malformed with %s', (_fault, changes) => {
    expect(preparatoryEnrolmentFormSchema.safeParse(preparatoryForm('900001', changes)).success).toBe(false);
  });
});

describe('the form', () => {
  it.each([
    ['an unknown field', { surprise: 1 }],
    [
      'a name with a control character',
      { headteacher: { name: 'Sample\u0007Head', email: 'a@people.example' } },
    ],
    ['a name of spaces', { headteacher: { name: '   ', email: 'a@people.example' } }],
    ['a name of 201 letters', { headteacher: { name: 'x'.repeat(201), email: 'a@people.example' } }],
    ['an e-mail without @', { headteacher: { name: 'Sample Head', email: 'people.example' } }],
    ['a URN of five digits', { urn: '90000' }],
    ['a URN as a number', { urn: 900_001 }],
    ['a release agreed in words', { releaseAgreed: 'yes' }],
    ['an unknown role', { advocates: [{ ...one, role: 'headteacher' }, two] }],
    ['a negative experience', { advocates: [{ ...one, experienceYears: -1 }, two] }],
    ['21 Advocates', { advocates: Array.from({ length: 21 }, () => one) }],
    ['an unknown stage', { stage: 'mastery' }],
  ])('is malformed with %s', (_fault, changes) => {
    expect(schoolEnrolmentFormSchema.safeParse(developmentForm('900001', changes)).success).toBe(false);
  });
});

describe('a year of a stage is a repetition', () => {
  it.each<[string, Participation[], boolean]>([
    ['not for a school that has never been in it', [], false],
    ['where the school has been through it', [year('2024-25 development closed', '2024-09-02')], true],
    ['not where that year was never begun', [year('2024-25 development closed')], false],
    ['not where the school left amid it', [year('2024-25 development withdrawn', '2024-09-02')], false],
    ['not where it has been through another', [year('2024-25 embedding closed', '2024-09-02')], false],
  ])('%s', (_, history, repeats) => {
    expect(isRepetition('development', history)).toBe(repeats);
  });
});
