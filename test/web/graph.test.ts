import { describe, expect, it } from 'vitest';
import { statesIn } from '../../web/graph/drawing.ts';
import { type Box, type Layout, layoutOf } from '../../web/graph/layout.ts';
import { graphOf } from '../../web/graph/machine.ts';
import { type HistoryEvent, wayOf } from '../../web/graph/visits.ts';
import { machineNameSchema } from '../../workflows/steps.ts';

describe('the drawing of a workflow', () => {
  it.each(machineNameSchema.options)(
    '%s shows every state once, none over another, all inside',
    (machine) => {
      const graph = graphOf(machine);
      const drawn = allLayouts(layoutOf(graph));
      const names = drawn.flatMap(({ boxes }) => boxes.map(({ state }) => state.name));
      expect([...names].sort()).toEqual(
        statesIn(graph)
          .map(({ name }) => name)
          .sort(),
      );
      for (const { boxes, width, height } of drawn) {
        const over = boxes.flatMap((one, index) =>
          boxes
            .slice(index + 1)
            .filter((other) => overlap(one, other))
            .map((other) => [one.state.name, other.state.name]),
        );
        expect(over).toEqual([]);
        for (const { x, y, ...box } of boxes) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(-0.1);
          expect(x + box.width).toBeLessThanOrEqual(width + 0.1);
          expect(y + box.height).toBeLessThanOrEqual(height + 0.1);
        }
      }
    },
  );

  it.each(machineNameSchema.options)('%s has an arrow for every way that the definition has', (machine) => {
    const wanted = statesIn(graphOf(machine)).flatMap(({ name, leadsTo }) =>
      leadsTo.map((to) => `${name} ${to}`),
    );
    const drawn = allLayouts(layoutOf(graphOf(machine))).flatMap(({ arrows }) => arrows);
    expect(drawn.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(wanted.sort());
    for (const { path } of drawn) expect(path).toMatch(/^M[\d.]+ [\d.]+ [CH][\d. CVHQ-]+$/);
  });
});

const allLayouts = (layout: Layout): Layout[] => [
  layout,
  ...layout.boxes.flatMap(({ inner }) => (inner ? allLayouts(inner) : [])),
];
const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

describe('what became of a state', () => {
  const history = (...events: [type: string, name?: string][]): HistoryEvent[] =>
    events.map(([type, name], index) => ({
      id: index + 1,
      previousId: index,
      type,
      details: name ? { name } : undefined,
    }));
  const failing = history(
    ['ExecutionStarted'],
    ['TaskStateEntered', 'Open'],
    ['TaskFailed'],
    ['TaskSucceeded'],
    ['TaskStateExited', 'Open'],
    ['TaskStateEntered', 'Await'],
    ['TaskTimedOut'],
  );

  it('is told from the history: done in spite of an error, or failed where the execution ended', () => {
    const way = wayOf([...failing, { id: 8, previousId: 7, type: 'ExecutionFailed', details: {} }], 'FAILED');
    expect(way.visitsOf('Open')).toEqual({ outcome: 'recovered', times: 1 });
    expect(way.visitsOf('Await')).toEqual({ outcome: 'failed', times: 1 });
    expect(way.visitsOf('Close')).toEqual({ outcome: 'not-reached', times: 0 });
    expect([way.took('Open', 'Await'), way.took('Await', 'Open')]).toEqual([true, false]);
  });

  it.each([
    ['RUNNING', 'running'],
    ['ABORTED', 'stopped'],
    ['TIMED_OUT', 'failed'],
  ])('that was entered and not left, of an execution that is %s, is %s', (status, outcome) => {
    expect(wayOf(failing, status).visitsOf('Await').outcome).toBe(outcome);
  });
});
