import { endpoint } from '../support/endpoint.ts';
import { openApi } from '../support/openapi.ts';

/** GET /openapi.json, by anybody: what this API takes and answers. */
export const handler = endpoint('openapi', async () => ({ status: 200, body: openApi() }));
