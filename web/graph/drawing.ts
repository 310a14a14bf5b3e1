import { type Box, type Layout, layoutOf } from './layout.ts';
import type { Graph, GraphState } from './machine.ts';
import type { Outcome, Visits, Way } from './visits.ts';

/** A graph ready to be drawn: with the way that one execution took through it. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DrawnBox[];
  readonly arrows: readonly { readonly path: string; readonly taken: boolean }[];
}

interface DrawnBox extends Omit<Box, 'state' | 'inner'> {
  readonly name: string;
  readonly outcome: Outcome;
  readonly says: string;
  readonly inner?: Drawing;
}

export const OUTCOME_TAGS: Readonly<Record<Outcome, { readonly text: string; readonly classes: string }>> = {
  'not-reached': { text: 'Not reached', classes: 'govuk-tag--grey' },
  running: { text: 'Waiting here', classes: 'govuk-tag--blue' },
  done: { text: 'Done', classes: 'govuk-tag--green' },
  recovered: { text: 'Done after an error or time-out', classes: 'govuk-tag--yellow' },
  failed: { text: 'Failed', classes: 'govuk-tag--red' },
  stopped: { text: 'Stopped', classes: 'govuk-tag--orange' },
};

/** `Done`, `Done ×3`: short enough for the narrowest box. */
export function visitsInWords({ outcome, times }: Visits): string {
  const words = outcome === 'recovered' ? 'Done after an error' : OUTCOME_TAGS[outcome].text;
  return times > 1 ? `${words} ×${times}` : words;
}

export const drawingOf = (graph: Graph, way: Way): Drawing => drawn(layoutOf(graph), way);

function drawn({ width, height, boxes, arrows }: Layout, way: Way): Drawing {
  return {
    width,
    height,
    arrows: arrows.map(({ from, to, path }) => ({ path, taken: way.took(from, to) })),
    boxes: boxes.map(({ state, inner, ...place }) => {
      const visits = way.visitsOf(state.name);
      return {
        ...place,
        name: state.name,
        outcome: visits.outcome,
        says: visitsInWords(visits),
        ...(inner ? { inner: drawn(inner, way) } : {}),
      };
    }),
  };
}

/** Every state, those inside of others after them: what the drawing shows, as a list. */
export function statesIn({ states }: Graph): GraphState[] {
  return states.flatMap((state) => [state, ...(state.inner ? statesIn(state.inner) : [])]);
}
