import type { AskAnswer, WholeParticipation } from '../answers.ts';
import type { Api } from '../api.ts';
import type { Form } from '../form.ts';
import type { View } from '../page.ts';
import type { FieldsOnPage } from '../page-errors.ts';

/** What somebody typed, by the names of the fields; nothing where the form is new. */
export type Typed = Readonly<Record<string, string>>;

/** How one kind of ask is answered. */
export interface AnswerForm {
  /** The fields whose text is shown again when an answer is refused. */
  readonly names: readonly string[];
  readonly fields: FieldsOnPage;
  /** The answer as the API takes it. */
  readonly answerIn: (form: Form) => unknown;
  /** The form; who may not answer sees its heading only. */
  readonly view: (
    asked: AskAnswer,
    found: WholeParticipation,
    typed: Typed,
    api: Api,
  ) => Promise<View> | View;
  /** What is said once the answer is taken. */
  readonly done: (asked: AskAnswer, found: WholeParticipation) => string;
}

/** The choices of a closed list, for radio buttons. */
export const choicesOf = (words: Readonly<Record<string, string>>, chosen: string | undefined) =>
  Object.entries(words).map(([value, text]) => ({ value, text, checked: chosen === value }));

/** A text, or nothing where none was typed. */
export const given = (form: Form, name: string): string | undefined => form.text(name) || undefined;

export const dayNames = (name: string): string[] => ['day', 'month', 'year'].map((part) => `${name}-${part}`);

export const REAL_DATE = 'Enter a real date, for example 27 9 2026';
