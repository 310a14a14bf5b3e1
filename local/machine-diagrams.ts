import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { MACHINES } from '../workflows/wiring.ts';

/** The state machines as documents: drawn, and told state by state, from the definitions that run. */

const TRANSITION = z.looseObject({
  Next: z.string(),
  Condition: z.string().optional(),
  ErrorEquals: z.array(z.string()).optional(),
});
const STATE = z.looseObject({
  Type: z.string(),
  Comment: z.string(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Default: z.string().optional(),
  Choices: z.array(TRANSITION).default([]),
  Catch: z.array(TRANSITION).default([]),
  ItemProcessor: z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) }).optional(),
});
const MACHINE = z.looseObject({
  Comment: z.string(),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
});
type Flow = Pick<z.infer<typeof MACHINE>, 'StartAt' | 'States'>;

/** Every machine in one document. */
export function machineDiagrams(): string {
  const machines = Object.entries(MACHINES).map(([name, { file }]) => {
    const text = readFileSync(new URL(`../workflows/${file}`, import.meta.url), 'utf8');
    const machine = MACHINE.parse(JSON.parse(text));
    const diagram = ['```mermaid', 'stateDiagram-v2', ...linesOf(machine, '  '), '```'];
    const table = ['| state | | what it does |', '|---|---|---|', ...rowsOf(machine)];
    return [`## ${name}`, '', machine.Comment, '', ...diagram, '', ...table].join('\n');
  });
  const intro = '# The state machines\n\nDrawn from `workflows/*.asl.json` by `npm run docs`.';
  return `${[intro, ...machines].join('\n\n')}\n`;
}

function linesOf({ StartAt, States }: Flow, indent: string): string[] {
  return [
    `${indent}[*] --> ${StartAt}`,
    ...Object.entries(States).flatMap(([name, raw]) => {
      const state = STATE.parse(raw);
      const arrow = (to: string, label?: string) => `${indent}${name} --> ${to}${label ? `: ${label}` : ''}`;
      return [
        ...(state.ItemProcessor
          ? [`${indent}state ${name} {`, ...linesOf(state.ItemProcessor, `${indent}  `), `${indent}}`]
          : []),
        ...state.Choices.map(({ Next, Condition }) => arrow(Next, inWords(Condition))),
        ...(state.Default ? [arrow(state.Default, 'otherwise')] : []),
        ...state.Catch.map(({ Next, ErrorEquals }) => arrow(Next, ErrorEquals?.join(', '))),
        ...(state.Next ? [arrow(state.Next)] : []),
        ...(state.End || state.Type === 'Succeed' ? [arrow('[*]')] : []),
      ];
    }),
  ];
}

/** A condition without its brackets; Mermaid ends a label at a semicolon and takes a second colon for a mark. */
const inWords = (condition = ''): string =>
  condition
    .replace(/^\{%\s*|\s*%\}$/g, '')
    .replaceAll('$', '')
    .replace(/[;:]/g, ' ');

function rowsOf({ States }: Pick<Flow, 'States'>): string[] {
  return Object.entries(States).flatMap(([name, raw]) => {
    const { Type, Comment, ItemProcessor } = STATE.parse(raw);
    return [
      `| ${name} | ${Type} | ${Comment.replaceAll('|', '\\|')} |`,
      ...(ItemProcessor ? rowsOf(ItemProcessor) : []),
    ];
  });
}
