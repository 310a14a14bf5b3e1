import type { Graph, GraphState } from './machine.ts';

/** Where everything of a graph is drawn, in pixels from its upper left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Box {
  readonly state: GraphState;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What is drawn inside, below the name. */
  readonly inner?: Layout;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** An SVG path. */
  readonly path: string;
}

const BOX = { least: 150, perLetter: 8, margin: 26, height: 50 } as const;
const GAP = { across: 28, down: 38, loop: 26 } as const;
/** Room around what is inside a Map, and for the Map's own name above it. */
const INNER = { margin: 16, name: 50 } as const;

/** A box, or the place where an arrow passes a layer on its way to a deeper one. */
interface Node {
  readonly state?: GraphState;
  readonly width: number;
  readonly height: number;
  readonly inner?: Layout;
  readonly layer: number;
  readonly above: Node[];
  readonly below: Node[];
  /** The middle. */
  x: number;
}

/**
 * Lays a graph out from above to below: each state lies deeper than all that lead to it, but for ways back, which are
 * drawn at the right. In each layer what belongs together stands near to one another.
 */
export function layoutOf(graph: Graph): Layout {
  const states = new Map(graph.states.map((state) => [state.name, state]));
  const { order, back } = explored(graph, states);
  const forward = (state: GraphState) =>
    state.leadsTo.filter((target) => !back.has(`${state.name} ${target}`));
  const layers = layersOf(order, forward);
  const nodes = new Map(order.map((state) => [state.name, nodeFor(state, layers.get(state.name) ?? 0)]));
  const ways: { from: string; to: string; through: Node[] }[] = [];
  const rows: Node[][] = [];
  const placed = (node: Node) => {
    rows[node.layer] ??= [];
    rows[node.layer]?.push(node);
  };
  for (const node of nodes.values()) placed(node);
  for (const state of order) {
    for (const to of forward(state)) {
      const [start, end] = [nodes.get(state.name), nodes.get(to)];
      if (!start || !end) continue;
      const through = passing(start, end);
      for (const node of through.slice(1, -1)) placed(node);
      ways.push({ from: state.name, to, through });
    }
  }
  arrange(rows);
  return drawn(rows, ways, [...back], nodes);
}

/** The states in the order in which they are reached, and the ways that lead back to where one came from. */
function explored(graph: Graph, states: ReadonlyMap<string, GraphState>) {
  const order: GraphState[] = [];
  const back = new Set<string>();
  const open = new Set<string>();
  const seen = new Set<string>();
  const explore = (name: string) => {
    const state = states.get(name);
    if (!state || seen.has(name)) return;
    seen.add(name);
    open.add(name);
    order.push(state);
    for (const target of state.leadsTo) {
      if (open.has(target)) back.add(`${name} ${target}`);
      else explore(target);
    }
    open.delete(name);
  };
  explore(graph.startAt);
  return { order, back };
}

/** How deep each state lies: below the deepest of those that lead to it. */
function layersOf(order: readonly GraphState[], forward: (state: GraphState) => readonly string[]) {
  const layers = new Map<string, number>(order.map(({ name }) => [name, 0]));
  // As often as there are states at most: by then the longest way has been followed to its end.
  for (const _ of order) {
    for (const state of order) {
      for (const target of forward(state)) {
        const deeper = (layers.get(state.name) ?? 0) + 1;
        if (deeper > (layers.get(target) ?? 0)) layers.set(target, deeper);
      }
    }
  }
  return layers;
}

function nodeFor(state: GraphState, layer: number): Node {
  const inner = state.inner && layoutOf(state.inner);
  const named = Math.max(BOX.least, state.name.length * BOX.perLetter + BOX.margin);
  return {
    state,
    layer,
    width: inner ? Math.max(named, inner.width + 2 * INNER.margin) : named,
    height: inner ? inner.height + INNER.name + INNER.margin : BOX.height,
    ...(inner ? { inner } : {}),
    above: [],
    below: [],
    x: 0,
  };
}

/** The nodes of an arrow from its start to its end: one for every layer in between. */
function passing(start: Node, end: Node): Node[] {
  const through = [start];
  for (let layer = start.layer + 1; layer < end.layer; layer += 1) {
    through.push({ layer, width: 12, height: 0, above: [], below: [], x: 0 });
  }
  through.push(end);
  for (const [index, node] of through.entries()) {
    const next = through[index + 1];
    if (!next) continue;
    node.below.push(next);
    next.above.push(node);
  }
  return through;
}

const ROUNDS = 8;

/** Moves every node towards those that it is joined with: first in the order of its row, then to its place. */
function arrange(rows: readonly Node[][]): void {
  for (const row of rows) spread(row, (node) => node.x);
  for (let round = 0; round < ROUNDS; round += 1) {
    const down = round % 2 === 0;
    for (const row of down ? rows : [...rows].reverse()) {
      const wanted = (node: Node) => middleOf(down ? node.above : node.below) ?? node.x;
      if (round < ROUNDS / 2) row.sort((one, other) => wanted(one) - wanted(other));
      spread(row, wanted);
    }
  }
}

const middleOf = (nodes: readonly Node[]): number | undefined =>
  nodes.length === 0 ? undefined : nodes.reduce((sum, { x }) => sum + x, 0) / nodes.length;

/** Puts a row's nodes as near to where they are wanted as their widths permit. */
function spread(row: readonly Node[], wanted: (node: Node) => number): void {
  const wishes = row.map(wanted);
  let left = Number.NEGATIVE_INFINITY;
  for (const [index, node] of row.entries()) {
    node.x = Math.max(wishes[index] ?? 0, left + node.width / 2);
    left = node.x + node.width / 2 + GAP.across;
  }
  const shift = row.reduce((sum, { x }, index) => sum + (wishes[index] ?? 0) - x, 0) / row.length;
  for (const node of row) node.x += shift;
}

function drawn(
  rows: readonly Node[][],
  ways: readonly { readonly from: string; readonly to: string; readonly through: readonly Node[] }[],
  back: readonly string[],
  nodes: ReadonlyMap<string, Node>,
): Layout {
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)));
  const tops = heights.map((_, layer) =>
    heights.slice(0, layer).reduce((sum, height) => sum + height + GAP.down, 0),
  );
  const left = Math.min(...rows.flat().map(({ x, width }) => x - width / 2));
  const right = Math.max(...rows.flat().map(({ x, width }) => x + width / 2)) - left;
  const at = (node: Node) => ({
    x: node.x - left,
    top: tops[node.layer] ?? 0,
    // An arrow passes a layer from its top to its bottom; a box may be lower than its layer.
    bottom: (tops[node.layer] ?? 0) + (node.state ? node.height : (heights[node.layer] ?? 0)),
  });
  const loops = back.map((way, index) => {
    const [from = '', to = ''] = way.split(' ');
    const [start, end] = [nodes.get(from), nodes.get(to)];
    if (!start || !end) return { from, to, path: '' };
    const edge = right + GAP.loop * (index + 1);
    const [one, other] = [at(start), at(end)];
    const [y1, y2] = [one.top + BOX.height / 2, other.top + BOX.height / 2];
    const path = `M${px(one.x + start.width / 2)} ${px(y1)} H${px(edge - 10)} Q${px(edge)} ${px(y1)} ${px(edge)} ${px(y1 - 10)} V${px(y2 + 10)} Q${px(edge)} ${px(y2)} ${px(edge - 10)} ${px(y2)} H${px(other.x + end.width / 2 + 7)}`;
    return { from, to, path };
  });
  return {
    width: Math.ceil(right + (back.length > 0 ? GAP.loop * (back.length + 1) : 0)),
    height: Math.ceil((tops.at(-1) ?? 0) + (heights.at(-1) ?? 0)),
    boxes: [...nodes.values()].flatMap(({ state, layer, width, height, inner, x }) =>
      state
        ? [
            {
              state,
              x: x - left - width / 2,
              y: tops[layer] ?? 0,
              width,
              height,
              ...(inner ? { inner } : {}),
            },
          ]
        : [],
    ),
    arrows: [...ways.map(({ from, to, through }) => ({ from, to, path: curve(through.map(at)) })), ...loops],
  };
}

/** A line from node to node, upright where it leaves and where it arrives; it ends a little above, for its head. */
function curve(
  places: readonly { readonly x: number; readonly top: number; readonly bottom: number }[],
): string {
  const [first, ...rest] = places;
  if (!first) return '';
  const parts = [`M${px(first.x)} ${px(first.bottom)}`];
  let from = { x: first.x, y: first.bottom };
  for (const [index, { x, top, bottom }] of rest.entries()) {
    const last = index === rest.length - 1;
    const y = last ? top - 7 : top;
    const half = (y - from.y) / 2;
    parts.push(`C${px(from.x)} ${px(from.y + half)} ${px(x)} ${px(y - half)} ${px(x)} ${px(y)}`);
    if (!last) parts.push(`V${px(bottom)}`);
    from = { x, y: bottom };
  }
  return parts.join(' ');
}

const px = (value: number): string => value.toFixed(1);
