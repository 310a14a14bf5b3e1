import { type Caller, eachOf, MONTHLY, measured, type Stage, type Usage } from './measured.ts';

const URNS = ['900001', '900002'] as const;
const YEAR = '2026-27-development';
const BEGINS = '2026-03-02T09:00:00Z';

/**
 * A Development year of a school that shares its Work Group with another, from the enrolment to the end of the year:
 * both milestones declared, both claims raised and told to finance. Played for the two, and halved.
 */
export async function schoolYear(): Promise<Usage> {
  const both = await measured({
    begins: BEGINS,
    async play(stage) {
      await begin(stage);
      await stage.advanceTo('2027-06-10T09:00:00Z');
      await declare(stage.hub, 'completed', '2027-06-05');
      for (const urn of URNS) {
        await stage.hub.post(`/asks/${urn}-${YEAR}.progression/answer`, { decision: 'finish' });
      }
      await stage.advanceTo('2027-09-02T09:00:00Z');
    },
  });
  return eachOf((part) => both[part] / URNS.length);
}

/** A Specialist's first year of training: the application, the admins' decision, three milestones and three claims. */
export const specialistYear = (): Promise<Usage> =>
  measured({
    begins: BEGINS,
    async play({ hub, admin, advanceTo }) {
      await hub.post('/enrolments', specialistForm, { 'Idempotency-Key': 'specialist' });
      const year = 'sp-0013-2026-27-training-1';
      await admin.post(`/asks/${year}.selection/answer`, { decision: 'accept' });
      for (const [milestone, day] of Object.entries(TRAINED)) {
        await advanceTo(`${day}T12:00:00Z`);
        await hub.post(`/asks/${year}.declaration-${milestone}/answer`, declaration(day));
      }
      await advanceTo('2027-08-30T09:00:00Z');
    },
  });

/** One hub's statement of one month, with two claims on it, from its beginning to its issue. */
export const statement = (): Promise<Usage> =>
  measured({
    begins: BEGINS,
    schedules: MONTHLY,
    before: begin,
    async play({ finance, advanceTo }) {
      await advanceTo('2026-10-05T09:00:00Z');
      await finance.post('/asks/statement-2026-09-origin.approval/answer', { decision: 'approve' });
      await advanceTo('2026-10-06T09:00:00Z');
    },
  });

/** Two schools enrol, get their Work Group, and their year begins. */
async function begin({ hub, advanceTo }: Stage): Promise<void> {
  for (const urn of URNS) await hub.post('/enrolments', schoolForm(urn), { 'Idempotency-Key': urn });
  const group = { kind: 'development', academicYear: '2026-27', lead: 'sp-0001', schools: URNS };
  await hub.post('/work-groups', group);
  await advanceTo('2026-09-10T09:00:00Z');
  await declare(hub, 'started', '2026-09-02');
}

async function declare(hub: Caller, milestone: string, day: string): Promise<void> {
  for (const urn of URNS) {
    await hub.post(`/asks/${urn}-${YEAR}.declaration-${milestone}/answer`, declaration(day));
  }
}

const TRAINED = { started: '2026-09-20', retained: '2027-02-10', completed: '2027-06-10' };

const declaration = (happenedOn: string) => ({
  happenedOn,
  evidence: { type: 'attendance-register', reference: 'REG-1' },
});

const sample = (name: string) => ({ name: `Sample ${name}`, email: `${name.toLowerCase()}@people.example` });

const schoolForm = (urn: string) => ({
  kind: 'school',
  stage: 'development',
  urn,
  academicYear: '2026-27',
  headteacher: sample('Head'),
  advocates: [
    { ...sample('Advocate'), role: 'head-of-department', experienceYears: 9 },
    { ...sample('Colleague'), role: 'teacher', experienceYears: 3 },
  ],
  releaseAgreed: true,
  activities: ['planning-lessons'],
});

const specialistForm = {
  kind: 'specialist',
  urn: '900001',
  academicYear: '2026-27',
  headteacher: sample('Head'),
  teacher: { ...sample('Teacher'), trn: '9990001', yearsTeaching: 6 },
  launchAgreed: true,
};
