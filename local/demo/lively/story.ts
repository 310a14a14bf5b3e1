import { assess, decideWhatComesNext, declare, declareDays, offerToLead, select } from './answering.ts';
import { apply } from './applications.ts';
import { formWorkGroups, leave, meet } from './groups.ts';
import { approveStatements, pay } from './money.ts';
import type { Scene } from './scene.ts';
import { DEPARTURES } from './schools.ts';
import { TURNS } from './turns.ts';

/** The hubs that take part. */
export const STORY_HUBS = [
  'origin',
  'turing-nw',
  'great-north',
  'cambridge',
  'solent',
  'jurassic',
  'central',
] as const;

/** The first day of the story, and the last: from then on nobody acts but whoever looks at the demo. */
export const STORY_BEGINS = '2023-02-01';
export const STORY_ENDS = '2026-03-02';

/** When the academic years of the story begin; of the last one, only the applications are seen. */
const SEPTEMBERS = [2023, 2024, 2025, 2026];

/** Three years of the programme, in the order of their days. */
export function storyScenes(): Scene[] {
  const departures = [...new Set(DEPARTURES.map(({ on }) => on))].map((on) =>
    scene(on, 'somebody leaves', (all) => leave(all, on)),
  );
  const scenes = [...SEPTEMBERS.flatMap(academicYear), ...months(), ...departures, ...TURNS];
  return scenes.filter(({ on }) => on <= STORY_ENDS).sort((one, other) => one.on.localeCompare(other.on));
}

/** One academic year, from the applications before it to the decisions of its last summer. */
function academicYear(september: number): Scene[] {
  const before = (day: string) => `${september}-${day}`;
  const during = (day: string) => `${september + 1}-${day}`;
  return [
    scene(before('02-06'), 'hubs enrol', (all) => apply(all, september)),
    scene(before('05-15'), 'applicants are selected', select),
    scene(before('08-07'), 'Work Groups are formed', (all) => formWorkGroups(all, september)),
    scene(before('10-02'), 'all have started', (all) => declare(all, 'started', before('09-25'))),
    scene(before('10-10'), 'groups meet', (all) => meet(all, september, 'meeting', before('10-09'))),
    scene(before('12-11'), 'Specialists have led', declareDays),
    scene(during('01-23'), 'schools are visited', (all) => meet(all, september, 'visit', during('01-22'))),
    scene(during('03-12'), 'all go on', (all) => declare(all, 'retained', during('03-11'))),
    scene(during('03-13'), 'Specialists have led', declareDays),
    scene(during('05-14'), 'groups meet', (all) => meet(all, september, 'meeting', during('05-13'))),
    scene(during('06-17'), 'the year is done', (all) => declare(all, 'completed', during('06-13'))),
    scene(during('06-18'), 'Specialists have led', declareDays),
    scene(during('06-19'), 'hubs decide', (all) => decideWhatComesNext(all, september)),
    scene(during('06-20'), 'Specialists are asked to lead', offerToLead),
    scene(during('07-10'), 'Specialists are assessed', (all) => assess(all, during('07-09'))),
    scene(during('07-11'), 'the new ones are asked to lead', offerToLead),
  ];
}

/** What finance does in every month in which there is something to pay. */
function months(): Scene[] {
  const all = SEPTEMBERS.flatMap((september) =>
    ['11', '01', '04', '07'].map((month) => `${month < '09' ? september + 1 : september}-${month}`),
  );
  return all.flatMap((month) => [
    scene(`${month}-11`, 'statements are approved', approveStatements),
    scene(`${month}-25`, 'the payer pays', (callers) => pay(callers, `${month}-25`)),
  ]);
}

const scene = (on: string, tells: string, play: Scene['play']): Scene => ({ on, tells, play });
