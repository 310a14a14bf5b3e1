import { pathwayStageSchema, workGroupKindSchema } from '../core/codes.ts';
import { londonTimeInWords } from '../core/london.ts';
import { deadlineOf, type Policy, type StagePlan, type WindowName, windowOf } from '../core/policy.ts';
import { pounds } from './words/money.ts';
import { GROUP_KINDS, MILESTONES, stageName } from './words/names.ts';

/** A policy as tables that a person can check: amounts with their sums, windows, sizes, and the rest. */
export function policyTables(policy: Policy) {
  const { stages, preparatory, specialists, workGroups } = policy;
  const { training, leading } = specialists;
  return {
    amounts: [
      ...pathwayStageSchema.options.map((stage) => amountRow(stageName(stage), stages[stage])),
      amountRow('Preparatory Work Groups', preparatory),
      ...TRAINING.map((stage) => amountRow(stageName(stage), training[stage])),
    ],
    leading: `${pounds(leading.withOtherSchools)} for a day with other schools, ${pounds(leading.hubWork)} for a day of other work for the hub; at most ${leading.mostDays} days a year`,
    windows: WINDOWS.map(([name, text]) => {
      const { opensAt, closesAt } = windowOf(policy, name);
      return [{ text }, { text: londonTimeInWords(opensAt) }, { text: londonTimeInWords(closesAt) }];
    }).concat(
      (['placement', 'selection'] as const).map((name) => [
        {
          text: name === 'placement' ? 'Find a Work Group place' : 'Decide about applications of Specialists',
        },
        { text: 'With the enrolment' },
        { text: londonTimeInWords(deadlineOf(policy, name)) },
      ]),
    ),
    sizes: workGroupKindSchema.options.map((kind) => {
      const { least, most, outside } = workGroups[kind];
      return [
        { text: GROUP_KINDS[kind] },
        { text: least === most ? `${least} schools` : `${least} to ${most} schools` },
        { text: outside === 'refuse' ? 'Refused' : 'The hub confirms it' },
      ];
    }),
    rest: restOf(policy),
  };
}

const TRAINING = ['training-1', 'training-2'] as const;

const WINDOWS: readonly (readonly [WindowName, string])[] = [
  ['applications', 'Applications'],
  ['year', 'The academic year'],
  ['started', 'Declare the start'],
  ['retained', 'Declare that training goes on'],
  ['completed', 'Declare the completion'],
  ['autumn', 'Declare the autumn term’s days'],
  ['spring', 'Declare the spring term’s days'],
  ['summer', 'Declare the summer term’s days'],
  ['progression', 'Decide what comes next year'],
];

/** A stage with what each milestone releases, and their sum beside the amount that they must add up to. */
function amountRow(name: string, { amount, milestones }: StagePlan) {
  const parts = milestones.map(
    ({ milestone, instalment }) => `${MILESTONES[milestone]} ${pounds(instalment)}`,
  );
  const sum = milestones.reduce((total, { instalment }) => total + instalment, 0);
  return [
    { text: name },
    { text: amount === 0 ? 'No grant' : parts.join(' + ') },
    { text: amount === 0 ? '' : pounds(sum) },
    { text: amount === 0 ? '' : pounds(amount) },
  ];
}

function restOf(policy: Policy) {
  const yesNo = (is: boolean) => (is ? 'Yes' : 'No');
  const facts: [string, string][] = [
    ['A statement is approved by', `day ${policy.statements.approveByDay} of the next month`],
    ['A statement is paid on', `day ${policy.statements.payOnDay} of the next month`],
    ['Is a year that is repeated paid?', yesNo(policy.repeatsFunded)],
    ['Is training that is extended paid?', yesNo(policy.specialists.extensionsFunded)],
    ['Mastery Advocates of each school', String(policy.advocatesPerSchool)],
    ['Work Groups that a Specialist leads at most', String(policy.groupsPerLead)],
    ['Years of teaching before applying as a Specialist', String(policy.specialists.leastYearsTeaching)],
    ['Preparatory topics', policy.topics.map(({ name }) => name).join(', ')],
    ['Reminders before a deadline, in days', policy.digestDays.join(', ')],
    ['Type codes of state-funded schools', policy.schools.stateFundedTypes.join(', ')],
  ];
  return facts.map(([key, text]) => ({ key: { text: key }, value: { text } }));
}
