import { type Urn, urnSchema } from '../../core/codes.ts';
import type { School } from '../../core/school.ts';

export interface SchoolNamesDeps {
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
}

/** By a URN, or by an id that begins with one, what its school is called. */
export type SchoolNames = (id: string) => string | undefined;

/** What the register calls the schools of a page of things, each of which is named by an id that may begin with a URN. */
export async function schoolNames(
  ids: readonly string[],
  { readSchool }: SchoolNamesDeps,
): Promise<SchoolNames> {
  const urns = new Set(ids.flatMap((id) => urnIn(id) ?? []));
  const schools = await Promise.all([...urns].map(readSchool));
  const names = new Map(schools.flatMap((school) => (school ? [[school.urn, school.name]] : [])));
  return (id) => {
    const urn = urnIn(id);
    return urn && names.get(urn);
  };
}

/** `900001`, and the URN of `900001-2026-27-development`; of a Specialist, a statement or a Work Group none. */
function urnIn(id: string): Urn | undefined {
  const [first] = /^\d{6}(?=-|$)/.exec(id) ?? [];
  return urnSchema.safeParse(first).data;
}
