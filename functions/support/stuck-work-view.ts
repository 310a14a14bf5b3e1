import { conductorOf } from '../../core/execution-name.ts';
import { statementExecutionOf } from '../../core/statement-id.ts';
import type { Finding, FindingKind } from '../use-cases/judge-stuck-work.ts';

/** What a nudge would do about a finding. */
const NUDGES = {
  'no-execution': 'restart',
  failed: 'restart',
  'not-expired': 'restart',
  'answer-not-picked-up': 'ring',
  'approval-not-picked-up': 'ring',
  'empty-seats': 'free-seats',
} as const satisfies Record<FindingKind, string>;

/** A finding as the API shows it: whose it is, what, since when, and what a nudge would do. Never a doorbell. */
export function stuckWorkView(found: Finding) {
  const { finding, since } = found;
  const told = { finding, since, nudge: NUDGES[finding] };
  if ('group' in found) {
    const { id, hub } = found.group;
    return { subject: id, hub, ...told, seats: found.empty.length };
  }
  if ('statement' in found) {
    const { id, hub, generation } = found.statement;
    return { subject: id, hub, ...told, execution: statementExecutionOf(id, generation) };
  }
  const { participation } = found;
  const { id, hub, urn, schoolName } = participation;
  const ask = 'ask' in found ? { ask: found.ask.id } : {};
  const execution = conductorOf(participation).name;
  return { subject: id, hub, school: { urn, name: schoolName }, ...told, execution, ...ask };
}
