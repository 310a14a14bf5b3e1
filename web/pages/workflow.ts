import { conductedBy } from '../../core/execution-name.ts';
import { instantSchema } from '../../core/instant.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { partsOfStatement, statementConductedBy } from '../../core/statement-id.ts';
import { machineNameSchema } from '../../workflows/steps.ts';
import { wholeExecutionAnswer } from '../answers.ts';
import { drawingOf, OUTCOME_TAGS, statesIn } from '../graph/drawing.ts';
import { type Graph, graphOf } from '../graph/machine.ts';
import { type Way, wayOf } from '../graph/visits.ts';
import { type Page, PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';
import { executionTag } from '../words/execution-tag.ts';
import { sentenceCase } from '../words/names.ts';

/** One execution, drawn: what became of each state, every event beside it, its input and output. Task tokens never come this far. */
export const workflow: Page = {
  async show({ api, param, console }) {
    const name = param('name');
    const about = aboutOf(name);
    if (!about) throw new PageNotFound('no execution');
    const found = await api.get(`/executions/${encodeURIComponent(name)}`, wholeExecutionAnswer);
    const graph = graphOf(machineNameSchema.parse(found.machine));
    const way = wayOf(found.history, found.status);
    return {
      template: 'workflow',
      title: name,
      data: {
        back: { text: 'Back to workflows', href: addressOf('workflows') },
        ...about,
        machine: sentenceCase(found.machine),
        console: console && consoleLinks(console, found),
        tag: executionTag(found.status),
        started: londonTimeInWords(found.startedAt),
        stopped: found.stoppedAt ? londonTimeInWords(found.stoppedAt) : undefined,
        error: found.error,
        cause: found.cause,
        input: json(found.input),
        output: found.output === undefined ? undefined : json(found.output),
        drawing: drawingOf(graph, way),
        states: statesOf(graph, way),
        history: found.history.map(({ id, previousId, type, at, details }) => ({
          id,
          previousId,
          type: typeInWords(type),
          state: stateIn(details),
          when: londonTimeInWords(instantSchema.parse(at)),
          details: details === undefined || details === null ? undefined : json(details),
        })),
      },
    };
  },
};

/** What an execution conducts, by its name: where that is seen, and where it is restarted. */
function aboutOf(name: string) {
  const statement = statementConductedBy(name);
  if (statement) {
    const parts = partsOfStatement(statement.id);
    return {
      about: { text: 'See the statement', href: addressOf('statement', parts) },
      restartAt: addressOf('restart-statement', parts),
    };
  }
  const conducted = conductedBy(name);
  if (!conducted) return undefined;
  const { id } = conducted;
  return {
    about: { text: 'See the year that it conducts', href: addressOf('participation', { id }) },
    restartAt: addressOf('restart', { id }),
  };
}

/** Where AWS's own console shows it. @param console the console's address in the region, up to its `#` */
const consoleLinks = (console: string, { arn, machineArn }: { arn: string; machineArn: string }) => [
  { text: 'See it in the AWS console', href: `${console}#/v2/executions/details/${encodeURIComponent(arn)}` },
  {
    text: 'See its state machine there',
    href: `${console}#/statemachines/view/${encodeURIComponent(machineArn)}`,
  },
];

/** The same as the drawing, as rows of a table. */
const statesOf = (graph: Graph, way: Way) =>
  statesIn(graph).map(({ name, comment }) => {
    const { outcome, times } = way.visitsOf(name);
    return [{ text: name, under: comment }, { tag: OUTCOME_TAGS[outcome] }, { text: String(times) }];
  });

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** `TaskStateEntered` as a person reads it: `Task state entered`. */
const typeInWords = (type: string): string =>
  sentenceCase(type.replace(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`));

function stateIn(details: unknown): string {
  const named =
    typeof details === 'object' && details !== null && 'name' in details ? details.name : undefined;
  return typeof named === 'string' ? named : '';
}
