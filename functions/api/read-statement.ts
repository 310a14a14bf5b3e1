import { csvFile } from '../../core/csv.ts';
import { countedLines } from '../../core/sealed-statement.ts';
import { STATEMENT_HEADER, textOf } from '../../core/statement-line.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND, statementIn } from '../support/queries.ts';
import { statementLineView, statementView } from '../support/statement-views.ts';
import { readWholeStatement } from '../use-cases/read-statement.ts';
import { recordDownload } from '../use-cases/record-download.ts';
import { schoolNames } from '../use-cases/school-names.ts';

/**
 * GET /funding/statements/{month}/{hub}: the statement with its lines, its seal and whether it is intact; with
 * `Accept: text/csv` as the file whose lines the seal is made of, and that it was taken is recorded.
 */
export const handler = endpoint('read-statement', async ({ caller, path, header, now }, deps) => {
  const id = statementIn(path);
  const whole = id && (await readWholeStatement(id, caller, deps));
  if (!whole) return NOT_FOUND;
  const { statement, lines, seal, verification } = whole;
  if (header('accept')?.includes('text/csv')) {
    await recordDownload({ what: statement.id, caller, now }, deps);
    const text = csvFile([STATEMENT_HEADER, ...countedLines(lines).map(textOf)]);
    return { status: 200, contentType: 'text/csv; charset=utf-8', text, fileName: `${statement.id}.csv` };
  }
  // Whoever changed it may not approve it; who they are is nobody else's business.
  const changedByYou = statement.amendedBy.includes(caller.actor);
  const nameOf = await schoolNames(
    lines.flatMap(({ urn }) => urn ?? []),
    deps,
  );
  const items = lines.map((line) => ({
    ...statementLineView(line),
    schoolName: line.urn && nameOf(line.urn),
  }));
  return { status: 200, body: { ...statementView(statement), changedByYou, seal, verification, items } };
});
