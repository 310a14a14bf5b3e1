import { deployedWiring } from './deployed-wiring.ts';
import type { Synthesized } from './synthesize.ts';
import type { Template } from './template.ts';

/** The stacks as a document, drawn from the synthesized templates. */
export function stackDiagram({ plugged, stacks, ...templates }: Synthesized): string {
  const names = ['storage', 'entrance', 'pipeline', 'api', 'web', 'watch'] as const;
  const needs = names.flatMap((name) =>
    stacks[name].dependencies.map(({ stackName }) => `  ${name} --> ${shortOf(stackName)}`),
  );
  const { rules, queues, schedules, stream, machines } = deployedWiring(plugged, 'mastery-pathways-sandbox');
  const flow = [
    '  table[(table)] -- stream --> publish-events',
    `  ${stream?.consumer.replace('events/', '')} --> bus{{bus}}`,
    ...Object.entries(rules).map(([rule, { bus, queue }]) => {
      return `  ${bus === 'default' ? 'aws{{AWS’s own bus}}' : 'bus'} -- ${rule} --> queue-${queue}[/${queue}/]`;
    }),
    ...Object.entries(queues).map(([queue, { consumer }]) => {
      return `  queue-${queue} --> ${consumer === null ? 'finances-own-system([finance’s own system])' : short(consumer)}`;
    }),
    ...Object.entries(schedules).map(([name, { cron, function: job }]) => {
      return `  schedule-${name}((${timeOf(cron)})) --> ${short(job)}`;
    }),
    ...Object.keys(machines).map((machine) => `  start-workflow --> machine-${machine}[[${machine}]]`),
    ...Object.entries(machines).flatMap(([machine, { steps }]) =>
      [...new Set(Object.values(steps))].sort().map((step) => `  machine-${machine} --> ${short(step)}`),
    ),
  ];
  return [
    '# The stacks',
    '',
    'Drawn from the templates of the sandbox; `npx vitest run test/infra/deployed-wiring -u` draws it anew. An arrow says who needs whom.',
    '',
    ...mermaid(['flowchart LR', ...[...new Set(needs)].sort()]),
    '',
    ...names.map((name) => `- **${name}**: ${contentsOf(templates[name])}`),
    '',
    '## What is plugged into what',
    '',
    ...mermaid(['flowchart LR', ...flow]),
    '',
  ].join('\n');
}

/** What kinds of things are in it, in alphabetical order. */
function contentsOf(template: Template): string {
  const kinds = Object.values(template.Resources).map(({ Type }) =>
    Type.replace(/^AWS::/, '').replace('::', ' '),
  );
  return [...new Set(kinds)].sort().join(' · ');
}

const mermaid = (lines: readonly string[]) => ['```mermaid', ...lines, '```'];
const shortOf = (stackName: string): string => stackName.slice(stackName.lastIndexOf('-') + 1);
const short = (handler: string): string => handler.slice(handler.indexOf('/') + 1);

/** `cron(30 2 * * ? *)` is 02:30 of every day. */
function timeOf(cron: string): string {
  const [, minute = '', hour = ''] = /^cron\((\d+) (\d+) /.exec(cron) ?? [];
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}
