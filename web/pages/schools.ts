import type * as z from 'zod';
import { isPathway, type PathwayStage } from '../../core/codes.ts';
import { isSpecialist } from '../../core/participation.ts';
import type { ReasonCode } from '../../core/reason.ts';
import { foundSchoolAnswer, listOf } from '../answers.ts';
import { pathWith } from '../api.ts';
import { liveParticipations } from '../live-participations.ts';
import type { Page } from '../page.ts';
import { listPaging } from '../paging.ts';
import { addressOf } from '../routes.ts';
import { eligibilityTag, reasonsInWords } from '../words/eligibility-words.ts';
import { stageName } from '../words/names.ts';

type FoundSchool = z.infer<typeof foundSchoolAnswer>;

/** Between the halves of a postcode. */
const NO_BREAK = '\u00a0';

/** Schools by name, postcode or URN, each with whether it could be enrolled, before anybody fills in a form. */
export const schools: Page = {
  async show({ api, query, person }) {
    const asked = query('query').slice(0, 100);
    const cursor = query('cursor');
    const own = person.role === 'hub' && !asked ? person.hub : undefined;
    const isHub = person.role === 'hub';
    const foundFor = (stage: PathwayStage) => {
      const path = pathWith('/schools', { query: asked, hub: own, stage, cursor, limit: '20' });
      return api.get(path, listOf(foundSchoolAnswer));
    };
    const [found, embedding, sustaining, live] = await Promise.all([
      foundFor('development'),
      foundFor('embedding'),
      foundFor('sustaining'),
      isHub ? liveParticipations(api) : [],
    ]);
    const further = [
      { stage: 'embedding' as const, items: embedding.items },
      { stage: 'sustaining' as const, items: sustaining.items },
    ];
    const years = Map.groupBy(
      live.filter(({ id }) => !isSpecialist(id)),
      ({ school }) => school.urn,
    );
    return {
      template: 'schools',
      title: 'Find a school',
      data: {
        query: asked,
        suggestionsAt: addressOf('school-suggestions'),
        heading: asked ? `Schools found for “${asked}”` : own ? 'Your hub’s schools' : 'All schools',
        isHub,
        schools: found.items.map(({ urn, name, postcode, eligible, reasons }) => ({
          name,
          place: [urn, postcode?.replace(' ', NO_BREAK)].filter(Boolean).join(', '),
          href: addressOf('school', { urn }),
          years:
            years.get(urn)?.map(({ stage, academicYear }) => `${stageName(stage)}, ${academicYear}`) ?? [],
          ...(years.get(urn)?.some(({ stage }) => isPathway(stage))
            ? ON_PATHWAY
            : nextFor(urn, { eligible, reasons }, further)),
        })),
        paging: listPaging(addressOf('schools'), { query: asked }, cursor, found.cursor),
      },
    };
  },
};

/** Of a school on the pathway: nobody enrols it for its next stage, its hub decides. */
const ON_PATHWAY = {
  tag: eligibilityTag(false, ['already-enrolled']),
  reasons: ['What comes next is decided in its year'],
};

interface Judged {
  readonly eligible: boolean;
  readonly reasons: readonly ReasonCode[];
}

/** What a school can join next: the furthest of the pathway's stages that it may, else why it may not begin. */
function nextFor(
  urn: string,
  development: Judged,
  further: readonly { readonly stage: PathwayStage; readonly items: readonly FoundSchool[] }[],
) {
  const stages = [
    ...(development.eligible ? ['development' as const] : []),
    ...further.flatMap(({ stage, items }) =>
      items.some((each) => each.urn === urn && each.eligible) ? [stage] : [],
    ),
  ];
  const { reasons } = development;
  if (stages.length > 0) {
    return { tag: eligibilityTag(true, []), reasons: stages.slice(-1).map(stageName) };
  }
  return {
    tag: eligibilityTag(false, reasons),
    reasons: reasons.includes('already-enrolled') ? [] : reasonsInWords(reasons),
  };
}
