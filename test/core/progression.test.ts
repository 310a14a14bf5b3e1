import { describe, expect, it } from 'vitest';
import { nextStage, stageAfter } from '../../core/participation.ts';
import { progressionReasons, progressionRequestSchema, stageToCome } from '../../core/progression.ts';
import { laterPolicy } from '../support/later-policies.ts';
import { activeParticipation } from '../support/sample-rows.ts';

const nextPolicy = laterPolicy(2029);
const started = activeParticipation({ startedOn: '2026-09-10' });
const notStarted = activeParticipation();
const codes = (...given: Parameters<typeof progressionReasons>) =>
  progressionReasons(...given).map(({ code, field }) => `${code} ${field}`);

describe('the stage of the next year', () => {
  it.each([
    ['development', 'continue', 'embedding'],
    ['embedding', 'continue', 'sustaining'],
    ['sustaining', 'continue', 'sustaining'],
    ['development', 'repeat', 'development'],
    ['embedding', 'repeat', 'embedding'],
    ['sustaining', 'repeat', 'sustaining'],
    ['development', 'pause', 'embedding'],
    ['embedding', 'pause', 'sustaining'],
    ['sustaining', 'pause', 'sustaining'],
    ['development', 'finish', undefined],
    ['embedding', 'finish', undefined],
    ['sustaining', 'finish', undefined],
  ] as const)('after %s, %s, is %s', (stage, decision, next) => {
    expect(nextStage(stage, decision)).toBe(next);
    if (decision === 'continue') expect(stageAfter(stage)).toBe(next);
  });
});

describe('the participation to come', () => {
  const embedding = activeParticipation({ stage: 'embedding', id: '900001-2026-27-embedding' });
  const topic = activeParticipation({ stage: 'subject-leadership', id: '900001-2026-27-subject-leadership' });

  it('is in Development again after a pause that was taken before its start, else in the next stage', () => {
    expect(stageToCome(notStarted, 'pause')).toBe('development');
    expect(stageToCome(started, 'pause')).toBe('embedding');
    expect(stageToCome(embedding, 'pause')).toBe('sustaining');
  });

  it('does not come after a preparatory year, whatever is decided, nor after the last', () => {
    for (const decision of ['continue', 'repeat', 'pause', 'finish'] as const) {
      expect(stageToCome(topic, decision)).toBeUndefined();
      expect(codes(topic, decision, [], [], undefined)).toEqual([]);
    }
    expect(stageToCome(started, 'finish')).toBeUndefined();
  });
});

describe('a school may go on', () => {
  it('to Embedding after a Development year whose start was declared', () => {
    expect(codes(started, 'continue', [], [], nextPolicy)).toEqual([]);
    expect(codes(notStarted, 'continue', [], [], nextPolicy)).toEqual([
      'progression-not-open-to-stage decision',
    ]);
  });

  it('with a repeated Development year, started or not', () => {
    expect(codes(notStarted, 'repeat', [], [], nextPolicy)).toEqual([]);
  });

  it('from Embedding to Sustaining, started or not', () => {
    const embedding = activeParticipation({ stage: 'embedding', id: '900001-2026-27-embedding' });
    expect(codes(embedding, 'continue', [], [], nextPolicy)).toEqual([]);
  });

  it('only into a year that has a policy; to finish it needs none', () => {
    expect(codes(started, 'continue', [], [], undefined)).toEqual(['no-policy-for-year decision']);
    expect(codes(notStarted, 'finish', [], [], undefined)).toEqual([]);
  });

  it('into a pause, started or not, though its year has no policy yet', () => {
    expect(codes(notStarted, 'pause', [], [], undefined)).toEqual([]);
    expect(codes(started, 'pause', [], [], nextPolicy)).toEqual([]);
  });

  it('with activities of the stage it goes on to, not of the one it leaves', () => {
    expect(codes(started, 'continue', ['coherent-development'], [], nextPolicy)).toEqual([]);
    expect(codes(started, 'continue', ['planning-lessons'], [], nextPolicy)).toEqual([
      'activity-not-of-stage activities.0',
    ]);
    expect(codes(started, 'repeat', ['planning-lessons'], [], nextPolicy)).toEqual([]);
  });

  it('with people who are each named once', () => {
    const [one, same] = [{ email: 'rowan@people.example' }, { email: 'Rowan@people.example' }];
    expect(codes(started, 'continue', [], [one, same], nextPolicy)).toEqual([
      'advocate-repeated participants.1.email',
    ]);
  });
});

describe('the answer', () => {
  it.each([
    {},
    { decision: 'maybe' },
    { decision: 'continue', participants: [] },
    { decision: 'finish', note: 'x' },
  ])('is malformed as %j', (answer) => {
    expect(progressionRequestSchema.safeParse(answer).success).toBe(false);
  });
});
