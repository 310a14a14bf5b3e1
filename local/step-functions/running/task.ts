import type { Frame, TaskOutcome } from '../execution.ts';
import { type JsonObject, textOf } from '../json.ts';
import type { TaskResource, TaskState } from '../language/machine.ts';
import { evaluateTemplate } from '../language/template.ts';
import { exceeds, limits } from '../limits.ts';
import { taskToken } from '../task-token.ts';
import type { Burst } from './burst.ts';
import { dataLimitExceeded, failureDetails, type Raised, raised, timedOut } from './failure.ts';
import { evaluateInteger } from './numbers.ts';
import { failState, leave } from './transitions.ts';

/** Begins one call of a Task: its fields are evaluated anew, the call itself is made once all this is stored. */
export async function attemptTask(burst: Burst, frame: Frame, state: TaskState): Promise<void> {
  const { resource } = state;
  frame.call += 1;
  frame.task = { arguments: frame.input };
  if (resource.kind === 'integration' && resource.waitForTaskToken) {
    const address = { execution: burst.execution.id, frame: frame.id, call: frame.call };
    frame.task.token = taskToken(burst.setting.seed, address);
  }
  let timeout: number | undefined;
  let heartbeat: number | undefined;
  try {
    const scope = burst.scope(frame);
    const most = limits.waitSeconds;
    if (state.arguments !== undefined) frame.task.arguments = await evaluateTemplate(state.arguments, scope);
    if (state.timeoutSeconds !== undefined) {
      timeout = await evaluateInteger(state.timeoutSeconds, 'TimeoutSeconds', scope, 1, most);
    }
    if (state.heartbeatSeconds !== undefined) {
      heartbeat = await evaluateInteger(state.heartbeatSeconds, 'HeartbeatSeconds', scope, 1, most);
    }
  } catch (error) {
    return failState(burst, frame, burst.evaluationFailed(frame, error));
  }
  const text = textOf(frame.task.arguments);
  if (exceeds(text, limits.payloadBytes)) {
    return failState(burst, frame, dataLimitExceeded(frame.state, 'its name'));
  }
  burst.emit(frame, `${prefix(resource)}Scheduled`, {
    ...identity(resource),
    ...(resource.kind === 'function'
      ? { resource: resource.arn, input: text, inputDetails: { truncated: false } }
      : { region: burst.setting.region, parameters: text }),
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  });
  burst.emit(
    frame,
    `${prefix(resource)}Started`,
    resource.kind === 'function' ? undefined : identity(resource),
  );
  if (timeout !== undefined) burst.setTimer(frame, 'timeout', burst.now + timeout * 1000);
  if (heartbeat !== undefined) {
    frame.task.heartbeatSeconds = heartbeat;
    burst.setTimer(frame, 'heartbeat', burst.now + heartbeat * 1000);
  }
  frame.phase = 'calling';
  pendCall(burst, frame, state);
}

/** Asks for the call of a frame to be made, for the first time or again after a restart. */
export function pendCall(burst: Burst, frame: Frame, state: TaskState): void {
  if (frame.task === undefined) return;
  const { arguments: args, token } = frame.task;
  burst.calls.push({ frame: frame.id, call: frame.call, state, arguments: args, token });
}

/** The call itself has returned. With a token, that only means the work has been handed over. */
export async function callReturned(burst: Burst, frame: Frame, outcome: TaskOutcome): Promise<void> {
  const state = burst.state(frame);
  if (state.type !== 'Task' || frame.task === undefined) return;
  const { resource } = state;
  const { answer } = frame.task;
  if (resource.kind === 'function' || !resource.waitForTaskToken) return settleTask(burst, frame, outcome);
  if (!outcome.ok) return settleTask(burst, frame, answer ?? outcome);
  const output = textOf(outcome.output);
  if (exceeds(output, limits.payloadBytes)) return settleTask(burst, frame, outcome);
  burst.emit(frame, 'TaskSubmitted', { ...identity(resource), output, outputDetails: { truncated: false } });
  if (answer !== undefined) return settleTask(burst, frame, answer);
  frame.phase = 'token';
}

/** A token has been answered. When its call has not returned yet, the answer waits for that. */
export async function tokenAnswered(burst: Burst, frame: Frame, outcome: TaskOutcome): Promise<void> {
  if (frame.phase === 'token') return settleTask(burst, frame, outcome);
  if (frame.task !== undefined) frame.task.answer = outcome;
}

export function heartbeatReceived(burst: Burst, frame: Frame): void {
  const seconds = frame.task?.heartbeatSeconds;
  if (seconds !== undefined) burst.setTimer(frame, 'heartbeat', burst.now + seconds * 1000);
}

/** A task's time, or that of its heartbeat, is over. An answer that came before its call returned still holds. */
export async function taskTimedOut(burst: Burst, frame: Frame, kind: 'timeout' | 'heartbeat'): Promise<void> {
  const state = burst.state(frame);
  if (state.type !== 'Task') return;
  if (frame.task?.answer !== undefined) return settleTask(burst, frame, frame.task.answer);
  const failure = timedOut(kind);
  const details = { ...eventIdentity(state.resource), ...failureDetails(failure) };
  burst.emit(frame, `${prefix(state.resource)}TimedOut`, details);
  await failState(burst, frame, failure);
}

async function settleTask(burst: Burst, frame: Frame, outcome: TaskOutcome): Promise<void> {
  const state = burst.state(frame);
  if (state.type !== 'Task') return;
  const { resource } = state;
  const failed = (failure: Raised) => {
    burst.emit(frame, `${prefix(resource)}Failed`, {
      ...eventIdentity(resource),
      ...failureDetails(failure),
    });
    return failState(burst, frame, failure);
  };
  if (!outcome.ok) return failed(raised(outcome.error, outcome.cause));
  const result = outcome.output;
  const output = textOf(result);
  if (exceeds(output, limits.payloadBytes)) {
    return failed(
      dataLimitExceeded(resource.kind === 'function' ? resource.arn : resource.resourceType, 'anyone'),
    );
  }
  burst.clearTimers(frame);
  const details = { ...eventIdentity(resource), output, outputDetails: { truncated: false } };
  burst.emit(frame, `${prefix(resource)}Succeeded`, details);
  await leave(burst, frame, state, state.next, result, { result });
}

/** The first word of a task's events. */
function prefix(resource: TaskResource): string {
  return resource.kind === 'function' ? 'LambdaFunction' : 'Task';
}

function identity(resource: TaskResource): JsonObject {
  return resource.kind === 'function'
    ? { resource: resource.arn }
    : { resourceType: resource.resourceType, resource: resource.resource };
}

/** Events after the first name the resource for integrations only. */
function eventIdentity(resource: TaskResource): JsonObject {
  return resource.kind === 'function' ? {} : identity(resource);
}
