import { describe, expect, it } from 'vitest';
import { inDataFolder, startHostProcess } from '../support/host-process.ts';
import { LIFE, LIFE_BEGINS, outcomeOf, type Step, toldFinance, untilQuiet } from '../support/two-schools.ts';
import { Witness } from '../support/witness.ts';

/** Enrolment, placement and the declarations of autumn. */
const STEPS: readonly Step[] = LIFE.slice(0, 2).flatMap(({ steps }) => steps);

describe('a stream that lags two seconds of real time behind the table', () => {
  it('changes nothing for a hub that waits until all has happened, nor for one that hurries on', {
    timeout: 90_000,
  }, async () => {
    const [prompt, waited, hurried] = await Promise.all([
      tell({ streamDelayMs: 0, hub: 'waits' }),
      tell({ streamDelayMs: 2_000, hub: 'waits' }),
      tell({ streamDelayMs: 2_000, hub: 'hurries' }),
    ]);
    expect(prompt.finance).toHaveLength(2);
    expect(waited).toEqual(prompt);
    expect(hurried).toEqual(prompt);
  });
});

interface Telling {
  readonly streamDelayMs: number;
  /** Who hurries answers what is asked before the workflow that asks has so much as started. */
  readonly hub: 'waits' | 'hurries';
}

function tell({ streamDelayMs, hub }: Telling) {
  return inDataFolder(async (dataFolder) => {
    const host = await startHostProcess({ dataFolder, now: LIFE_BEGINS, streamDelayMs, jobDays: '1,2' });
    try {
      for (const step of STEPS) {
        await step.take(host.call);
        if (hub === 'waits') await untilQuiet(host.call);
      }
      await untilQuiet(host.call);
      const witness = new Witness();
      const executions = await witness.look(host.stepFunctions);
      const finance = await toldFinance(host.call);
      return { outcome: await outcomeOf(host.call), finance, executions, courses: witness.courses };
    } finally {
      await host.kill('SIGTERM');
    }
  });
}
