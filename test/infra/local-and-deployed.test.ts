import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Programme, startProgramme } from '../support/programme.ts';
import { deployedWiring, onlyLogs } from './deployed-wiring.ts';
import { asRunLocally, localWiring } from './local-wiring.ts';
import { synthesize } from './synthesize.ts';
import { resourcesOf, type Template } from './template.ts';

const { plugged } = synthesize('sandbox');
const deployed = (template: Template) => asRunLocally(deployedWiring(template, 'mastery-pathways-sandbox'));

const rules = resourcesOf(plugged, 'AWS::Events::Rule').filter((rule) => !onlyLogs(rule));

describe('the local host', () => {
  let programme: Programme;
  beforeAll(async () => {
    programme = await startProgramme();
  });
  afterAll(() => programme.stop());

  it('runs what the template deploys: the same definitions, handlers, rules, queues, schedules and stream', async () => {
    expect(await localWiring(programme.host)).toEqual(deployed(plugged));
  });

  it.each(rules.map(({ id }) => id))(
    'is no longer the same once the rule %s is taken out of the template',
    async (id) => {
      const { [id]: gone, ...Resources } = plugged.Resources;
      expect(gone).toBeDefined();
      expect(await localWiring(programme.host)).not.toEqual(deployed({ Resources }));
    },
  );
});
