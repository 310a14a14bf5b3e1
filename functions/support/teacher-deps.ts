import { readTeacherKeyConfig } from '../../adapters/config.ts';
import { hmacWithKeyOf } from '../../adapters/teacher-key.ts';

/**
 * What only the function that takes applications works with. A composition of its own, beside deps.ts: nothing else
 * may read the key, nor needs the client of Secrets Manager in its bundle.
 */
function compose(environment: Readonly<Record<string, string | undefined>>) {
  return { hmacOfTrn: hmacWithKeyOf(readTeacherKeyConfig(environment)) };
}

export type TeacherDeps = ReturnType<typeof compose>;

let current: TeacherDeps | undefined;

/** Composed at the first call, from the environment as it is then. */
export function teacherDeps(): TeacherDeps {
  current ??= compose(process.env);
  return current;
}

/** Forgets the composition: the local host's environment is known only once it has started. */
export function composeTeacherAnew(): void {
  current = undefined;
}
