/** A form as it was sent. */
export interface Form {
  /** Everything that was typed or ticked, name and value, in its order. */
  readonly typed: readonly (readonly [string, string])[];
  /** Whether a file was chosen. */
  readonly hasFiles: boolean;
  /** The field's text, without blanks around it; empty where there is none. */
  text(name: string): string;
  /** The text of a file that was chosen, as it is; empty where there is none. */
  file(name: string): string;
  /** Every value of a field that may come more than once, such as checkboxes. */
  all(name: string): string[];
  /** A day typed as day, month and year: `2026-09-01`; undefined where nothing was typed. What is no date stays as typed. */
  day(name: string): string | undefined;
  /** A whole number; undefined where nothing was typed. What is none stays as typed. */
  number(name: string): number | string | undefined;
}

/** The form of a request. One that cannot be read is empty. */
export async function formIn(request: Request): Promise<Form> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    return formOf([...new URLSearchParams(await request.text())], new Map());
  }
  const sent = await request.formData().catch(() => new FormData());
  const typed: [string, string][] = [];
  const files = new Map<string, string>();
  for (const [name, value] of sent) {
    if (typeof value === 'string') typed.push([name, value]);
    else files.set(name, await value.text());
  }
  return formOf(typed, files);
}

function formOf(typed: readonly (readonly [string, string])[], files: ReadonlyMap<string, string>): Form {
  const all = (name: string) => typed.flatMap(([each, value]) => (each === name ? [value] : []));
  const text = (name: string) => (all(name)[0] ?? '').trim();
  return {
    typed,
    hasFiles: [...files.values()].some((text) => text !== ''),
    text,
    all,
    file: (name) => files.get(name) ?? '',
    day(name) {
      const [day, month, year] = ['day', 'month', 'year'].map((part) => text(`${name}-${part}`));
      if (!day && !month && !year) return undefined;
      return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
    },
    number(name) {
      const typedNumber = text(name);
      if (typedNumber === '') return undefined;
      return /^\d{1,4}$/.test(typedNumber) ? Number(typedNumber) : typedNumber;
    },
  };
}
