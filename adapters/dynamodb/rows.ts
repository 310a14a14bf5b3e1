import { type Row, type RowOf, type RowType, rowSchema } from '../../workflows/change.ts';
import { type EventRow, eventRowSchema } from '../../workflows/events.ts';
import { baseKeyOf, eventKeysOf, indexKeysOf, keyOf, outboxKeysOf } from './keys.ts';
import { RowUnreadable } from './table.ts';

type Item = Record<string, unknown>;

/** A row with all its keys, ready to be put. */
export function itemOf(row: Row): Item {
  return { ...row, ...baseKeyOf(row), ...indexKeysOf(row) };
}

/** An event with all its keys, ready to be put. */
export function eventItemOf(row: EventRow): Item {
  const { subject, subjectVersion, number } = row;
  return {
    ...row,
    ...keyOf.event(subject, subjectVersion, number),
    ...eventKeysOf(row),
    ...outboxKeysOf(row),
  };
}

/** The row of an item. Throws RowUnreadable where it is of another type or not what the schema says. */
export function rowOf<Type extends RowType>(type: Type, item: Item): RowOf<Type> {
  const parsed = rowSchema.safeParse(withoutKeys(item));
  if (!parsed.success) throw new RowUnreadable(unreadable(item), { cause: parsed.error });
  if (!isOfType(parsed.data, type)) throw new RowUnreadable(`${unreadable(item)}: not a ${type}`);
  return parsed.data;
}

/** The event of an item. Throws RowUnreadable. */
export function eventOf(item: Item): EventRow {
  const parsed = eventRowSchema.safeParse(withoutKeys(item));
  if (!parsed.success) throw new RowUnreadable(unreadable(item), { cause: parsed.error });
  return parsed.data;
}

function isOfType<Type extends RowType>(row: Row, type: Type): row is RowOf<Type> {
  return row.type === type;
}

/** The key only: a row may hold people. */
function unreadable(item: Item): string {
  return `row ${String(item['pk'])} / ${String(item['sk'])} is not readable`;
}

function withoutKeys(item: Item): Item {
  const { pk, sk, hubPk, hubSk, kindPk, kindSk, outboxPk, outboxSk, duePk, dueSk, ...row } = item;
  return row;
}
