import type { AskKind } from '../../core/ask.ts';
import { accreditation } from './accreditation.ts';
import type { AnswerForm } from './answer-form.ts';
import { days } from './days.ts';
import { declaration } from './declaration.ts';
import { leading } from './leading.ts';
import { progression } from './progression.ts';
import { selection } from './selection.ts';

/** How each kind of ask is answered. A place in a Work Group is found where other schools are seen too. */
export const FORMS_BY_KIND: Readonly<Record<Exclude<AskKind, 'placement'>, AnswerForm>> = {
  declaration,
  progression,
  selection,
  accreditation,
  days,
  leading,
};
