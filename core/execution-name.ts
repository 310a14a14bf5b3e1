import {
  isSpecialist,
  type Participation,
  type ParticipationId,
  participationIdSchema,
} from './participation.ts';

/** The machines that conduct a participation: one until its year opens, one through the year. */
export const CONDUCTING_MACHINES = [
  'placement',
  'school-year',
  'specialist-selection',
  'specialist-year',
] as const;
export type ConductingMachine = (typeof CONDUCTING_MACHINES)[number];

/** A participation is conducted in two executions: before its year opens, and in its year. */
export type Phase = 'before-year' | 'year';

const SUFFIXES: Readonly<Record<ConductingMachine, string>> = {
  placement: '-placement',
  'school-year': '',
  'specialist-selection': '-selection',
  'specialist-year': '',
};

/** The machine for this phase of a school's or a Specialist's participation. */
export function machineFor(phase: Phase, id: ParticipationId): ConductingMachine {
  if (isSpecialist(id)) return phase === 'year' ? 'specialist-year' : 'specialist-selection';
  return phase === 'year' ? 'school-year' : 'placement';
}

/** What conducts a participation, or did: a machine and the execution's name. */
export interface Execution {
  readonly machine: ConductingMachine;
  readonly name: string;
}

/** The execution of a phase: the id for the year, `<id>-placement` or `<id>-selection` before it, `-r2` … after a restart. */
export function executionOf(phase: Phase, id: ParticipationId, generation: number): Execution {
  const machine = machineFor(phase, id);
  const restart = generation === 1 ? '' : `-r${generation}`;
  return { machine, name: `${id}${SUFFIXES[machine]}${restart}` };
}

/** The execution that conducts the participation now, if any has to. */
export function conductorOf({
  id,
  yearDue,
  generation,
}: Pick<Participation, 'id' | 'yearDue' | 'generation'>): Execution {
  return executionOf(yearDue ? 'year' : 'before-year', id, generation);
}

/**
 * The names of the executions that conduct this participation, oldest first: derived, never stored. After a restart of
 * a running year only the year's: which execution came before it, the timeline says.
 */
export function executionNamesOf({ id, yearDue, generation }: Participation): string[] {
  const before = executionOf('before-year', id, generation).name;
  if (!yearDue) return [before];
  const year = executionOf('year', id, generation).name;
  return generation === 1 ? [before, year] : [year];
}

/** What an execution's name says that it conducts. */
export interface Conducted {
  readonly id: ParticipationId;
  readonly machine: ConductingMachine;
  readonly generation: number;
}

/** The participation and generation that an execution's name speaks of; undefined for a name not of ours. */
export function conductedBy(name: string): Conducted | undefined {
  const match = /^(.+?)(-placement|-selection)?(?:-r(\d+))?$/.exec(name);
  const id = participationIdSchema.safeParse(match?.[1]);
  if (!id.success) return undefined;
  const suffix = match?.[2] ?? '';
  const machine = machineFor(suffix ? 'before-year' : 'year', id.data);
  if (SUFFIXES[machine] !== suffix) return undefined;
  return { id: id.data, machine, generation: Number(match?.[3] ?? 1) };
}

/** Endings of a topic's code that would make an execution's name ambiguous. */
export const AMBIGUOUS_ENDING = /-(placement|selection|r\d+)$/;
