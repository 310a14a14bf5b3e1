import { readFileSync } from 'node:fs';
import { MACHINES, type MachineName } from '../workflows/wiring.ts';
import { localFunctionArn, localMachineArn } from './place.ts';
import type { StepFunctionsEngine } from './step-functions/engine.ts';

/** A token of the definition stands for no function, or a function for no token. */
export class TokenUnresolved extends Error {
  override readonly name = 'TokenUnresolved';
}

/** The definition of a machine as it runs here: the file, with this host's function ARNs in it. */
export function definitionOf(machine: MachineName): string {
  const { file, steps } = MACHINES[machine];
  const text = readFileSync(new URL(`../workflows/${file}`, import.meta.url), 'utf8');
  const arns = new Map(Object.entries(steps).map(([token, path]) => [token, localFunctionArn(path)]));
  return text.replace(/\$\{(\w+)\}/g, (_, token: string) => {
    const arn = arns.get(token);
    if (!arn) throw new TokenUnresolved(`${file} names \${${token}}, and the wiring does not`);
    return arn;
  });
}

/** Makes the engine's machines what the files say now. Executions that run keep the definition they began with. */
export function deployMachines({ machines }: StepFunctionsEngine, now: number): void {
  const present = new Set(machines.list('', 100).map(({ arn }) => arn));
  for (const name of machineNames()) {
    const definition = definitionOf(name);
    if (present.has(localMachineArn(name))) machines.update(localMachineArn(name), { definition }, now);
    else machines.create({ name, definition, roleArn: ROLE }, now);
  }
}

/** The names of all machines. */
export const machineNames = (): MachineName[] => Object.keys(MACHINES).filter(isMachine);

const isMachine = (name: string): name is MachineName => name in MACHINES;

/** Nothing here checks roles; Step Functions wants one named. */
const ROLE = 'arn:aws:iam::000000000000:role/local';
