import { hubCodeSchema } from '../core/codes.ts';
import { monthSchema } from '../core/month.ts';
import { type WholeStatement, wholeStatementAnswer } from './funding-answers.ts';
import { PageNotFound, type Visit } from './page.ts';

/** The API's address of the statement that a page's address names. @throws PageNotFound */
export function statementPath({ param }: Visit): string {
  const month = monthSchema.safeParse(param('month'));
  const hub = hubCodeSchema.safeParse(param('hub'));
  if (!month.success || !hub.success) throw new PageNotFound('no statement');
  return `/funding/statements/${month.data}/${hub.data}`;
}

/** That statement with its lines, verified just now. @throws PageNotFound */
export const statementAt = (visit: Visit): Promise<WholeStatement> =>
  visit.api.get(statementPath(visit), wholeStatementAnswer);
