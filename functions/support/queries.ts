import * as z from 'zod';
import { type HubCode, hubCodeSchema } from '../../core/codes.ts';
import { monthSchema } from '../../core/month.ts';
import { reason } from '../../core/reason.ts';
import { type StatementId, statementIdOf } from '../../core/statement-id.ts';
import type { Caller } from '../use-cases/caller.ts';
import type { Refusal } from '../use-cases/refusal.ts';

/** The parameters that lists share. Query strings are text: numbers and booleans are read from it here. */
export const paging = {
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** In which order a list comes; unless said, as it was written. */
export const ordering = { order: z.enum(['oldest', 'newest']).default('oldest') };

/** `true` or `false` in a query string. */
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional();

/** Whose things a list shows: a hub's own always, the hub that was asked for, or everybody's. */
export function hubToList(
  caller: Caller,
  asked: HubCode | undefined,
): { hub: HubCode | undefined } | Refusal {
  if (caller.role !== 'hub') return { hub: asked };
  if (asked && asked !== caller.hub) return { refused: [reason('not-permitted', 'hub')] };
  return { hub: caller.hub };
}

/** A thing that is not there, or not the caller's to see: the two look the same. */
export const NOT_FOUND: Refusal = { refused: [reason('not-found', 'id')] };

/** A thing that is there, but not for this role; where that is no secret. */
export const NOT_PERMITTED: Refusal = { refused: [reason('not-permitted', 'Authorization')] };

/** The statement that a path names by its month and hub; undefined where there can be none. */
export function statementIn(path: Readonly<Record<string, string | undefined>>): StatementId | undefined {
  const month = monthSchema.safeParse(path['month']);
  const hub = hubCodeSchema.safeParse(path['hub']);
  return month.success && hub.success ? statementIdOf(month.data, hub.data) : undefined;
}
