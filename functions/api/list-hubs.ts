import { endpoint } from '../support/endpoint.ts';
import { hubView } from '../support/views.ts';

/** GET /hubs: every hub by its code and name, in the order of the names; never its mailbox. */
export const handler = endpoint('list-hubs', async (_, deps) => {
  const hubs = await deps.allHubs();
  const items = hubs.map(hubView).sort((one, other) => one.name.localeCompare(other.name, 'en-GB'));
  return { status: 200, body: { items } };
});
