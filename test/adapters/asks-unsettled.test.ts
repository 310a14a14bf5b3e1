import { afterAll, beforeAll, expect, it } from 'vitest';
import { asksUnsettledAt } from '../../adapters/dynamodb/asks.ts';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { instantOf } from '../../core/instant.ts';
import { sampleAsk } from '../support/sample-rows.ts';
import { changeOf, openTableUnderTest } from './table-at-hand.ts';

let stage: Awaited<ReturnType<typeof openTableUnderTest>>;
beforeAll(async () => {
  stage = await openTableUnderTest();
});
afterAll(() => stage.stop());

it('an ask is unsettled from the end of its window until its workflow settles it', async () => {
  const ask = sampleAsk();
  await stage.put(ask);
  const unsettled = async (milliseconds: number) =>
    (await asksUnsettledAt(stage.table, instantOf(Date.parse(ask.closesAt) + milliseconds))).map(
      ({ id }) => id,
    );
  expect([await unsettled(-1), await unsettled(1)]).toEqual([[], [ask.id]]);
  const settled = { ...ask, version: ask.version + 1, status: 'expired' as const };
  await commit(stage.table, changeOf({ puts: [settled] }));
  expect(await unsettled(1)).toEqual([]);
});
