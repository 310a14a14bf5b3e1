import { londonTimeInWords } from '../../core/london.ts';
import { executionStatusSchema, machineNameSchema } from '../../workflows/steps.ts';
import { executionAnswer, listOf } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { executionTag } from '../words/execution-tag.ts';
import { sentenceCase } from '../words/names.ts';

/** The executions of the state machines, by machine, status and a part of the name, to admins. */
export const workflows: Page = {
  async show({ api, query }) {
    const machine = machineNameSchema.safeParse(query('machine')).data;
    const status = executionStatusSchema.safeParse(query('status')).data;
    // As somebody types it: names of executions are in small letters.
    const asked = query('query').toLowerCase().slice(0, 80);
    const filter = { machine, status, query: asked, cursor: query('cursor'), limit: '50' };
    const { items, cursor } = await api.get(pathWith('/executions', filter), listOf(executionAnswer));
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
        rows: items.map((each) => ({
          name: each.name,
          href: addressOf('workflow', { name: each.name }),
          machine: sentenceCase(each.machine),
          tag: executionTag(each.status),
          started: londonTimeInWords(each.startedAt),
          stopped: each.stoppedAt ? londonTimeInWords(each.stoppedAt) : '',
        })),
        more: cursor && pathWith(addressOf('workflows'), { machine, status, query: asked, cursor }),
      },
    };
  },
};
