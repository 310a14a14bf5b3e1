import { urnSchema } from '../../core/codes.ts';
import { schoolAnswer } from '../answers.ts';
import { hubChangePage } from '../hub-change.ts';
import { PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';

/** An admin moves a school to another hub. */
export const changeHub = hubChangePage(
  'Move this school to another hub',
  [
    'years that have begun, and what they release, stay with the present hub',
    'what begins afterwards is the new hub’s, who sees the history as well',
  ],
  async ({ api, param }) => {
    const urn = urnSchema.safeParse(param('urn'));
    if (!urn.success) throw new PageNotFound('no URN');
    const { name, hub } = await api.get(`/schools/${urn.data}`, schoolAnswer);
    return {
      caption: `${name} (${urn.data})`,
      back: addressOf('school', { urn: urn.data }),
      path: `/schools/${urn.data}`,
      hub,
    };
  },
);
