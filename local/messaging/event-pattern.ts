import type { EventPattern } from '../../workflows/wiring.ts';

/** A pattern uses something that the local bus does not match; on AWS it might, so it is refused at load. */
export class UnsupportedPattern extends Error {
  override readonly name = 'UnsupportedPattern';
}

/** The parts of an event that patterns look at. */
export interface MatchableEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type EventMatcher = (event: MatchableEvent) => boolean;

type ValueTest = (value: unknown) => boolean;

const KNOWN_FIELDS = ['source', 'detail-type', 'detail'];

/** The test that a rule's pattern stands for. Throws UnsupportedPattern, naming the rule and what it uses. */
export function eventMatcher(rule: string, pattern: EventPattern): EventMatcher {
  for (const field of Object.keys(pattern)) {
    if (!KNOWN_FIELDS.includes(field)) throw unsupported(rule, `the field "${field}"`);
  }
  const ofSource = anyOf(rule, pattern.source);
  const ofType = anyOf(rule, pattern['detail-type']);
  const ofDetail = Object.entries(pattern.detail ?? {}).map(
    ([field, wanted]) => [field, anyOf(rule, wanted)] as const,
  );
  return (event) =>
    ofSource(event.source) &&
    ofType(event.detailType) &&
    ofDetail.every(([field, matches]) => matches(event.detail[field]));
}

/** An event's list matches when one of its values does, as on EventBridge. */
function anyOf(rule: string, wanted: readonly unknown[]): ValueTest {
  if (!Array.isArray(wanted)) throw unsupported(rule, JSON.stringify(wanted));
  const tests = wanted.map((one) => valueTest(rule, one));
  return (value) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.some((each) => tests.some((test) => test(each)));
  };
}

function valueTest(rule: string, wanted: unknown): ValueTest {
  if (typeof wanted === 'string') return (value) => value === wanted;
  const prefix = prefixOf(wanted);
  if (prefix === undefined) throw unsupported(rule, JSON.stringify(wanted));
  return (value) => typeof value === 'string' && value.startsWith(prefix);
}

function prefixOf(wanted: unknown): string | undefined {
  if (typeof wanted !== 'object' || wanted === null || Object.keys(wanted).join() !== 'prefix')
    return undefined;
  return 'prefix' in wanted && typeof wanted.prefix === 'string' ? wanted.prefix : undefined;
}

function unsupported(rule: string, what: string): UnsupportedPattern {
  return new UnsupportedPattern(`The rule "${rule}" uses ${what}, which the local bus does not match.`);
}
