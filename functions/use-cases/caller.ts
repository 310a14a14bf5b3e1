import type { Actor, HubCode } from '../../core/codes.ts';

/** Who asks: an account's opaque id, its role and, for a hub's account, the hub. */
export type Caller =
  | { readonly role: 'hub'; readonly hub: HubCode; readonly actor: Actor }
  | { readonly role: 'finance' | 'admin'; readonly actor: Actor };

/** Whether a thing of this hub is the caller's to see: a hub's own, or anything for finance and admins. */
export function maySee(caller: Caller, hub: HubCode): boolean {
  return caller.role !== 'hub' || caller.hub === hub;
}
