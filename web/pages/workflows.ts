import { hubCodeSchema } from '../../core/codes.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { executionStatusSchema, machineNameSchema } from '../../workflows/steps.ts';
import { executionAnswer, listOf } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { listPaging } from '../paging.ts';
import { addressOf } from '../routes.ts';
import { executionTag } from '../words/execution-tag.ts';
import { sentenceCase } from '../words/names.ts';

/** The executions of the state machines, by machine, status, hub, school and a part of the name, to admins. */
export const workflows: Page = {
  async show({ api, query, hubs }) {
    const machine = machineNameSchema.safeParse(query('machine')).data;
    const status = executionStatusSchema.safeParse(query('status')).data;
    const asked = query('query').slice(0, 80);
    const hub = hubCodeSchema.safeParse(query('hub')).data;
    const filter = { machine, status, hub, query: asked };
    const path = pathWith('/executions', { ...filter, cursor: query('cursor'), limit: '50' });
    const { items, cursor } = await api.get(path, listOf(executionAnswer));
    const any = (chosen: unknown) => ({ value: '', text: 'Any', selected: chosen === undefined });
    return {
      template: 'workflows',
      title: 'Workflows',
      data: {
        query: asked,
        machines: [
          any(machine),
          ...machineNameSchema.options.map((value) => ({
            value,
            text: sentenceCase(value),
            selected: value === machine,
          })),
        ],
        statuses: [
          any(status),
          ...executionStatusSchema.options.map((value) => ({
            value,
            text: executionTag(value).text,
            selected: value === status,
          })),
        ],
        hubs: hubs.choices('Every hub', hub),
        links: [
          { text: 'Stuck work', href: addressOf('stuck-work') },
          { text: 'Workflows that failed', href: pathWith(addressOf('workflows'), { status: 'FAILED' }) },
          { text: 'Forms that were refused', href: addressOf('refused-attempts') },
          { text: 'Imports of the school register', href: addressOf('register-imports') },
        ],
        rows: items.map((each) => ({
          name: each.name,
          school: each.schoolName,
          href: addressOf('workflow', { name: each.name }),
          machine: sentenceCase(each.machine),
          tag: executionTag(each.status),
          started: londonTimeInWords(each.startedAt),
          stopped: each.stoppedAt ? londonTimeInWords(each.stoppedAt) : '',
        })),
        more: listPaging(addressOf('workflows'), filter, query('cursor'), cursor),
        // What was looked for decides what it means that there is none.
        nothing: nothingOf(filter),
        looksOn: items.length === 0 && cursor !== undefined,
      },
    };
  },
};

function nothingOf({ status, ...rest }: Readonly<Record<string, string | undefined>>): string {
  if (Object.values(rest).some(Boolean)) return 'No workflow matches. Leave a part of what you look for out.';
  switch (status) {
    case 'FAILED':
      return 'No workflow has failed.';
    case undefined:
      return 'No workflow has run yet. One starts when a hub enrols a school.';
    default:
      return 'No workflow has this status.';
  }
}
