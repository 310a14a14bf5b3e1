import { readTeacherKeyConfig } from '../../adapters/config.ts';
import { hmacWithKeyOf } from '../../adapters/teacher-key.ts';
import { composition } from './composition.ts';

/** What only the function that takes applications works with: nothing else may read the key. */
export const teacherDeps = composition((environment) => ({
  hmacOfTrn: hmacWithKeyOf(readTeacherKeyConfig(environment)),
}));

export type TeacherDeps = ReturnType<typeof teacherDeps>;
