/** The Work Groups of the story: of whose schools, and who leads them. Specialists lead other schools than their own. */
export interface StoryGroup {
  readonly september: number;
  readonly hub: string;
  readonly kind: 'development' | 'embedding-and-sustaining' | 'preparatory';
  readonly lead: string;
  readonly schools: readonly string[];
  /** Of a preparatory group. */
  readonly topic?: string;
}

const pair = (september: number, hub: string, lead: string, schools: string): StoryGroup => ({
  ...{ september, hub, lead },
  kind: 'development',
  schools: schools.split(' '),
});

const community = (september: number, hub: string, lead: string, schools: string): StoryGroup => ({
  ...{ september, hub, lead },
  kind: 'embedding-and-sustaining',
  schools: schools.split(' '),
});

const preparing = (
  september: number,
  hub: string,
  lead: string,
  topic: string,
  schools: string,
): StoryGroup => ({
  ...{ september, hub, lead, topic },
  kind: 'preparatory',
  schools: schools.split(' '),
});

export const WORK_GROUPS: readonly StoryGroup[] = [
  pair(2023, 'origin', 'sp-0003', '900007 900008'),
  pair(2023, 'origin', 'sp-0008', '900009 900010'),
  pair(2023, 'turing-nw', 'sp-0004', '900023 900024'),
  pair(2023, 'great-north', 'sp-0003', '900033 900034'),

  community(2024, 'origin', 'sp-0003', '900007 900008 900009 900010'),
  pair(2024, 'origin', 'sp-0004', '900015 900016'),
  community(2024, 'turing-nw', 'sp-0004', '900024'),
  pair(2024, 'turing-nw', 'sp-0005', '900026 900027'),
  community(2024, 'great-north', 'sp-0002', '900033 900034'),
  pair(2024, 'great-north', 'sp-0002', '900035 900036'),
  pair(2024, 'cambridge', 'sp-0003', '900040 900043'),
  pair(2024, 'solent', 'sp-0008', '900048 900049'),

  community(2025, 'origin', 'sp-0003', '900007 900008 900010 900015 900016'),
  pair(2025, 'origin', 'sp-0002', '900005 900018'),
  community(2025, 'turing-nw', 'sp-0004', '900023 900026'),
  pair(2025, 'turing-nw', 'sp-0001', '900028 900029'),
  community(2025, 'great-north', 'sp-0002', '900033 900036'),
  pair(2025, 'great-north', 'sp-0013', '900037 900038'),
  pair(2025, 'great-north', 'sp-0007', '900032 900035'),
  community(2025, 'cambridge', 'sp-0003', '900040'),
  pair(2025, 'cambridge', 'sp-0005', '900044 900045'),
  community(2025, 'solent', 'sp-0005', '900048 900049'),
  pair(2025, 'solent', 'sp-0006', '900052 900053'),
  pair(2025, 'jurassic', 'sp-0007', '900058 900059'),
  preparing(2025, 'origin', 'sp-0014', 'mathematical-thinking-gcse', '900006 900009'),
  preparing(2025, 'turing-nw', 'sp-0014', 'years-5-8-continuity', '900027 900030'),
  preparing(2025, 'jurassic', 'sp-0013', 'subject-leadership', '900055 900057'),

  pair(2026, 'turing-nw', 'sp-0006', '900067 900068'),
];
