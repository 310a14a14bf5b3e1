import { endpoint } from '../support/endpoint.ts';
import { executionDeps } from '../support/execution-deps.ts';
import { stuckWorkView } from '../support/stuck-work-view.ts';
import { findStuckWork } from '../use-cases/find-stuck-work.ts';

/** More than that is one fault with one cause: to be looked for where it is, not school by school. */
const MOST = 100;

/**
 * GET /stuck-work, to admins: what the next sweep would find, and what it leaves to people. For a nation it takes about
 * ten calls of ListExecutions, a list of two years of participations, and a few rows for each of at most a hundred doubts.
 */
export const handler = endpoint('list-stuck-work', async ({ now }, deps) => {
  const all = { ...deps, ...executionDeps() };
  const { findings, notLookedAt } = await findStuckWork({ now, most: MOST }, all);
  return { status: 200, body: { items: findings.map(stuckWorkView), notLookedAt } };
});
