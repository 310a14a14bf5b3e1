/** A permitted move: from which statuses, to which. */
export interface Move<Status extends string> {
  readonly from: readonly Status[];
  readonly to: Status;
}

/** A move that its table does not permit. Thrown, for the caller should have asked `permits` first. */
export class MoveNotPermitted extends Error {
  override readonly name = 'MoveNotPermitted';
}

/** One table of permitted moves, and the two questions that are asked of it. */
export interface Moves<Status extends string, Action extends string> {
  readonly table: Readonly<Record<Action, Move<Status>>>;
  permits(action: Action, status: Status): boolean;
  /** The status after the move. Throws MoveNotPermitted. */
  after(action: Action, status: Status): Status;
}

/**
 * Builds a table of moves and checks it at load: every status can be reached from the first one, and no
 * action leaves from a status that does not exist.
 */
export function moves<const Status extends string, const Action extends string>(
  subject: string,
  statuses: readonly Status[],
  table: Readonly<Record<Action, Move<Status>>>,
): Moves<Status, Action> {
  const rows: Move<Status>[] = Object.values(table);
  const reached = new Set<Status>(statuses.slice(0, 1));
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const row of rows) if (row.from.some((status) => reached.has(status))) reached.add(row.to);
  }
  const unreachable = statuses.filter((status) => !reached.has(status));
  if (unreachable.length > 0) throw new Error(`${subject}: no move leads to ${unreachable.join(', ')}`);
  const permits = (action: Action, status: Status) => table[action].from.includes(status);
  return {
    table,
    permits,
    after(action, status) {
      if (!permits(action, status)) throw new MoveNotPermitted(`${subject}: no ${action} when ${status}`);
      return table[action].to;
    },
  };
}
