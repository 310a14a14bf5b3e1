import type { EventPattern, RuleWiring } from '../workflows/wiring.ts';
import type { WorkflowMachine } from './constructs/workflow-machine.ts';

/**
 * A rule's pattern as deployed. On the account's default bus the executions of every application and every stage
 * pass by: there the pattern is narrowed to our own machines, or one stage would record another's failures.
 */
export function ownExecutionsOnly(
  { bus, pattern }: RuleWiring,
  machines: readonly WorkflowMachine[],
): EventPattern {
  if (bus !== 'default') return pattern;
  const stateMachineArn = machines.map((machine) => machine.stateMachine.stateMachineArn);
  return { ...pattern, detail: { ...pattern.detail, stateMachineArn } };
}
