import { type HubCode, hubCodeSchema } from './codes.ts';

/** What an account may do here: act for one hub, for finance, or as a programme admin. */
export type AccountRole =
  | { readonly role: 'hub'; readonly hub: HubCode }
  | { readonly role: 'finance' | 'admin' };

/**
 * The roles that an account's groups give it, as its issuer vouches for them: `hub-<code>`, `finance`, `admin`. The hub
 * is a group, never an attribute that its user could write. Groups of other services count for nothing.
 */
export function rolesIn(groups: readonly string[]): AccountRole[] {
  return [...new Set(groups)].flatMap((group): AccountRole[] => {
    if (group === 'admin' || group === 'finance') return [{ role: group }];
    const code = /^hub-(.+)$/.exec(group)?.[1];
    const hub = hubCodeSchema.safeParse(code);
    return hub.success ? [{ role: 'hub', hub: hub.data }] : [];
  });
}

/**
 * The one role of an account; undefined where it has none, or more than one: who both claims and pays, or acts for two
 * hubs, would leave no telling in which role something was done.
 */
export function roleIn(groups: readonly string[]): AccountRole | undefined {
  const [only, ...more] = rolesIn(groups);
  return more.length === 0 ? only : undefined;
}
