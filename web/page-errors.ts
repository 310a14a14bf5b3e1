import type { Fault } from './api.ts';
import { adviceFor } from './words/advice.ts';

/** One thing that is wrong: what to do about it, and the field to do it in. */
export interface ErrorOnPage {
  readonly text: string;
  /** The field's anchor; none where the whole is meant. */
  readonly href?: string;
}

/** What a page shows of what is wrong: the list at its top, and the same sentence at each field. */
export interface ErrorsOnPage {
  readonly list: readonly ErrorOnPage[];
  /** By the field's name on the page. */
  readonly at: Readonly<Record<string, { readonly text: string }>>;
}

/** A field of the page: where the API's reasons about it belong, and words of its own for some codes. */
export interface FieldOnPage {
  /** Its name on the page. */
  readonly name: string;
  /** The id of what gets the focus; the name, where it is the same. */
  readonly id?: string;
  /** The address of the page that it is on, where it is on another. */
  readonly page?: string;
  readonly says?: Readonly<Record<string, string>>;
}

/** Fields of the page by the API's names. `*` stands for any one part: `advocates.*.email`. */
export type FieldsOnPage = (field: string) => FieldOnPage | undefined;

/** The API's reasons where a person looks for them, each saying how to put it right. The first one of a field counts. */
export function errorsOnPage(faults: readonly Fault[], fields: FieldsOnPage): ErrorsOnPage {
  const list: ErrorOnPage[] = [];
  const at: Record<string, { text: string }> = {};
  for (const fault of faults) {
    const field = fields(fault.field);
    const text = field?.says?.[fault.code] ?? adviceFor(fault);
    if (field && at[field.name]) continue;
    if (field) at[field.name] = { text };
    if (list.some((each) => each.text === text)) continue;
    list.push({ text, ...(field ? { href: `${field.page ?? ''}#${field.id ?? field.name}` } : {}) });
  }
  return { list, at };
}

/** A table of fields, for pages whose fields have fixed names. */
export const fieldsFrom =
  (table: Readonly<Record<string, FieldOnPage>>): FieldsOnPage =>
  (field) =>
    table[field];
