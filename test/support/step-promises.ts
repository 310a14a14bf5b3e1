import type { Release, ReleasedSteps } from '../../workflows/released-steps.ts';
import { stepOf } from '../../workflows/released-steps.ts';
import { KEPT_DAYS, type RetiredStep } from '../../workflows/retired-steps.ts';
import { broken } from './schema-promise.ts';

/**
 * What the code of today does not keep of what releases have promised to their executions, a sentence each; and what
 * is kept for nobody any more. The newest release is today.
 */
export function brokenPromises(
  releases: readonly Release[],
  today: ReleasedSteps,
  retired: readonly RetiredStep[],
): readonly string[] {
  const newest = releases.at(-1)?.releasedOn ?? '';
  const isOver = (day: string) => Date.parse(newest) - Date.parse(day) > KEPT_DAYS * 86_400_000;
  const live = releases.filter(({ releasedOn }) => !isOver(releasedOn));
  return [
    ...releases
      .filter((release) => !live.includes(release))
      .map(({ releasedOn }) => `Delete workflows/released/${releasedOn}.json: no execution is as old.`),
    ...retired.flatMap(({ machine, handler, retiredOn }) => [
      ...(isOver(retiredOn)
        ? [`Delete ${handler} and its line in workflows/retired-steps.ts: 13 months are over.`]
        : []),
      ...(today.machines[machine]?.includes(handler)
        ? [`${machine} still calls ${handler}: it is not retired.`]
        : []),
    ]),
    ...live.flatMap((release) => brokenBy(release, today, retired)),
  ];
}

function brokenBy(
  { releasedOn, machines, steps }: Release,
  today: ReleasedSteps,
  retired: readonly RetiredStep[],
): readonly string[] {
  const calls = Object.entries(machines).flatMap(([machine, handlers]) =>
    handlers.map((handler) => ({ machine, handler })),
  );
  const uncallable = calls.filter(
    ({ machine, handler }) =>
      !today.machines[machine]?.includes(handler) &&
      !retired.some((each) => each.machine === machine && each.handler === handler),
  );
  const called = new Set(calls.map(({ handler }) => stepOf(handler)));
  return [
    ...uncallable.map(
      ({ machine, handler }) =>
        `${machine} of ${releasedOn} calls ${handler}: list it in workflows/retired-steps.ts.`,
    ),
    ...[...called].flatMap((step) => {
      const [then, now] = [steps[step], today.steps[step]];
      if (!then) return [`${releasedOn} has no schema of ${step}.`];
      if (!now) return [`${step} has no schema any more, and executions of ${releasedOn} call it.`];
      return [
        // Executions of then send what they sent then; the handler of today parses it strictly.
        ...broken(now.input, then.input, 'refused').map(
          (why) => `${step} refuses what ${releasedOn} sends: ${why}.`,
        ),
        // They read what they read then; more than that they do not see.
        ...broken(then.output, now.output, 'overlooked').map(
          (why) => `${step} answers what ${releasedOn} does not know: ${why}.`,
        ),
      ];
    }),
  ];
}
