import { declare, select } from './answering.ts';
import { declaration, schoolForm } from './forms.ts';
import { formWorkGroups } from './groups.ts';
import { payWrongly } from './money.ts';
import type { Scene } from './scene.ts';

/** What does not happen every year: mistakes, changes of mind, people who move. In the order of its days. */
export const TURNS: readonly Scene[] = [
  {
    on: '2023-04-18',
    tells: 'a hub tries to enrol a school that has closed',
    play: ({ hub }) => hub('origin').isRefused('/enrolments', schoolForm('900011', 2023, [])),
  },
  {
    on: '2025-01-20',
    tells: 'a teacher’s training goes on a year later',
    play: ({ hub }) => hub('origin').post('/participations/sp-0020-2024-25-training-1/deferral', undefined),
  },
  {
    on: '2025-09-03',
    tells: 'two hubs put their deadlines into their calendars',
    async play({ hub }) {
      for (const code of ['origin', 'turing-nw']) await hub(code).post('/calendar-links', {});
    },
  },
  {
    on: '2025-10-06',
    tells: 'a Specialist in training teaches at another school',
    play: ({ hub }) =>
      hub('turing-nw').post('/specialists/sp-0021/school', {
        urn: '900028',
        from: '2025-10-01',
        schoolAgreed: true,
      }),
  },
  {
    on: '2025-11-19',
    tells: 'a milestone that was missed is declared by an admin',
    play: ({ admin }) =>
      admin.post('/participations/900052-2025-26-development/declarations', {
        milestone: 'started',
        ...declaration('2025-10-14', 'Visit record of 14 October'),
        reason: 'The hub’s lead was ill in October.',
      }),
  },
  {
    on: '2025-11-24',
    tells: 'the payer’s file comes with a wrong sum and is refused',
    play: (all) => payWrongly(all, '2025-11-24'),
  },
  {
    on: '2025-12-03',
    tells: 'finance wants back what was paid for a school that left',
    play: ({ finance }) =>
      finance.post('/funding/claims/900059-2025-26-development.started/clawback', {
        reason: 'The school left before its Advocates had been released.',
      }),
  },
  {
    on: '2025-12-05',
    tells: 'a second person approves it',
    play: ({ approver }) =>
      approver.post('/funding/claims/900059-2025-26-development.started/clawback/approval', {
        decision: 'approve',
      }),
  },
  {
    on: '2026-01-05',
    tells: 'a school moves to another hub',
    play: ({ admin }) => admin.post('/schools/900038/hub', { hub: 'turing-nw', from: '2026-01-05' }),
  },
  {
    on: '2026-02-05',
    tells: 'a year that ended undecided is asked about again',
    play: ({ admin }) => admin.post('/participations/900024-2024-25-embedding/reopening', undefined),
  },
  {
    on: '2026-02-11',
    tells: 'hubs declare whose training goes on, most of them early',
    play: (all) =>
      declare(all, 'retained', '2026-02-10', ({ about }) => !['sp-0023', 'sp-0025'].includes(about)),
  },
  {
    // Step Functions forgets an execution 90 days after its end: this one can be looked at until May.
    on: '2026-02-12',
    tells: 'somebody at the console stops a workflow, and an admin starts it again',
    async play({ abort, settled, admin }) {
      await abort('school-year', '900044-2025-26-development');
      await settled();
      await admin.post('/participations/900044-2025-26-development/restart', undefined);
    },
  },
  {
    on: '2026-02-16',
    tells: 'so are two Specialists whom nobody had assessed in time',
    async play({ admin }) {
      for (const id of ['sp-0017', 'sp-0018']) {
        await admin.post(`/participations/${id}-2024-25-training-2/reopening`, undefined);
      }
    },
  },
  {
    on: '2026-02-18',
    tells: 'finance proposes to recover a part of a grant',
    play: ({ finance }) =>
      finance.post('/funding/claims/900045-2025-26-development.started/clawback', {
        amount: 25_000,
        reason: 'One of the two Advocates was never released.',
      }),
  },
  {
    on: '2026-02-19',
    tells: 'two hubs send forms that are refused',
    async play({ hub }) {
      await hub('origin').isRefused('/enrolments', schoolForm('900011', 2026, []));
      await hub('turing-nw').isRefused('/enrolments', schoolForm('900012', 2026, []));
    },
  },
  {
    on: '2026-02-20',
    tells: 'finance holds a claim until a question is answered',
    play: ({ finance }) =>
      finance.post('/funding/claims/sp-0019-2025-26-training-2.retained/hold', {
        reason: 'Attendance on the third day is to be confirmed.',
      }),
  },
  {
    on: '2026-02-24',
    tells: 'the first teacher of the next cohort is selected',
    play: (all) => select(all),
  },
  {
    on: '2026-02-26',
    tells: 'the first Work Group of the coming year is formed',
    play: (all) => formWorkGroups(all, 2026),
  },
  {
    on: '2026-02-27',
    tells: 'a Specialist is accredited late, and asked whether to lead',
    play: ({ admin }) =>
      admin.post('/asks/sp-0017-2024-25-training-2.accreditation/answer', {
        decision: 'accredit',
        assessedOn: '2025-08-20',
      }),
  },
  {
    on: '2026-03-02',
    tells: 'finance adds travel to a statement that waits for its approval',
    play: ({ finance }) =>
      finance.post('/funding/statements/2026-02/origin/adjustments', {
        amount: 12_000,
        reason: 'Travel to the national meeting, agreed with the hub.',
      }),
  },
];
