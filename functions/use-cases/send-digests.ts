import type { AcademicYear } from '../../core/academic-year.ts';
import { adminDigest, adminDigestText, type Unanswered } from '../../core/admin-digest.ts';
import { type Ask, type AskId, type AskKind, participationOfAsk } from '../../core/ask.ts';
import type { RemindersOf } from '../../core/asks-of-day.ts';
import type { Actor, HubCode } from '../../core/codes.ts';
import { DIGEST_MOVES, type Digest, digestIdOf } from '../../core/digest.ts';
import type { Hub } from '../../core/hub.ts';
import { hubDigest, hubDigestText } from '../../core/hub-digest.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf, londonDayBefore } from '../../core/london.ts';
import type { Recipient, SendMail } from '../../core/mail.ts';
import type { Words } from '../../core/mail-text.ts';
import { type Participation, type ParticipationId, partsOf } from '../../core/participation.ts';
import type { PolicyFor } from '../../core/policy.ts';
import { type Commit, changed } from '../../workflows/change.ts';

export interface SendDigestsDeps {
  readonly unansweredAsks: () => Promise<Ask[]>;
  /** Those that expired after one instant and up to another. */
  readonly asksExpired: (after: Instant, until: Instant) => Promise<Ask[]>;
  readonly policyFor: PolicyFor;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readHub: (code: HubCode) => Promise<Hub | undefined>;
  readonly readDigest: (to: Recipient, day: LondonDate) => Promise<Digest | undefined>;
  readonly commit: Commit;
  readonly sendMail: SendMail;
  /** The mailbox of the programme's admins. */
  readonly adminMailbox: string;
  /** Where people sign in. */
  readonly publicUrl: () => string;
}

/** Some digests could not be sent; all others were. Running the same day again sends what is missing. */
export class DigestsNotSent extends AggregateError {
  override readonly name = 'DigestsNotSent';
}

interface Composed {
  readonly to: Recipient;
  readonly words: Words;
  readonly address: string | undefined;
}

/**
 * Sends every hub, and the admins, their digest of the London day of `now`; nothing on a quiet day. One recipient's
 * failure keeps no other from its mail. Throws DigestsNotSent in the end where there was one.
 */
export async function sendDigests(
  now: Instant,
  by: Actor,
  deps: SendDigestsDeps,
): Promise<{ readonly sent: number; readonly withoutMailbox: number }> {
  const failures: unknown[] = [];
  let sent = 0;
  let withoutMailbox = 0;
  for (const { to, words, address } of await composeAll(now, deps)) {
    if (!address) withoutMailbox += 1;
    else {
      try {
        if (await sendOnce({ to, words, address }, now, by, deps)) sent += 1;
      } catch (error) {
        failures.push(error);
      }
    }
  }
  if (failures.length > 0)
    throw new DigestsNotSent(failures, `${failures.length} not sent`, { cause: failures[0] });
  return { sent, withoutMailbox };
}

/** Everything that there is to say today. */
async function composeAll(now: Instant, deps: SendDigestsDeps): Promise<Composed[]> {
  const asks = await asksToday(now, deps);
  const remindersOf = await remindersFor(asks, deps);
  const composed: Composed[] = [];
  for (const [hub, own] of Map.groupBy(asks, (ask) => ask.hub)) {
    const digest = hubDigest(hub, own, now, remindersOf);
    if (!digest) continue;
    const address = (await deps.readHub(hub))?.mailbox;
    composed.push({ to: hub, words: hubDigestText(digest, deps.publicUrl()), address });
  }
  const toAdmins = adminDigest(asks, await unansweredSince(asks, now, deps), now, remindersOf);
  if (toAdmins) {
    const words = adminDigestText(toAdmins, deps.publicUrl());
    composed.push({ to: 'admin', words, address: deps.adminMailbox });
  }
  return composed;
}

/** Both lists come from an index: an ask that is being settled between the two readings may be in both. */
async function asksToday(now: Instant, deps: SendDigestsDeps): Promise<Ask[]> {
  const unanswered = await deps.unansweredAsks();
  const expired = await deps.asksExpired(londonDayBefore(now), now);
  const byId = new Map<AskId, Ask>();
  for (const ask of [...unanswered, ...expired]) byId.set(ask.id, ask);
  return [...byId.values()];
}

async function remindersFor(asks: readonly Ask[], { policyFor }: SendDigestsDeps): Promise<RemindersOf> {
  const yearOf = (ask: Ask): AcademicYear => partsOf(ask.participationId).academicYear;
  const days = new Map<AcademicYear, readonly number[]>();
  for (const year of new Set(asks.map(yearOf))) days.set(year, (await policyFor(year))?.digestDays ?? []);
  return (ask) => days.get(yearOf(ask)) ?? [];
}

/** Asks without whose answer nobody knows how it goes on. */
const DECIDING: readonly AskKind[] = ['progression', 'selection', 'accreditation', 'leading'];

/** The years about which somebody let the deciding question pass since yesterday. */
async function unansweredSince(
  asks: readonly Ask[],
  now: Instant,
  deps: SendDigestsDeps,
): Promise<Unanswered[]> {
  const since = londonDayBefore(now);
  const passed = asks.filter(
    ({ kind, closesAt }) => DECIDING.includes(kind) && since < closesAt && closesAt <= now,
  );
  const unanswered: Unanswered[] = [];
  for (const ask of passed) {
    const participation = await deps.readParticipation(participationOfAsk(ask.id));
    if (participation) unanswered.push({ ask, participation });
  }
  return unanswered;
}

/**
 * Records the mail, sends it, and records that it went. In this order a crash in between sends it again, rather than
 * never: a hub that misses a deadline loses money, one that reads a mail twice does not; and a mail service that knows
 * the reference takes it once. False where it went before, or another run is sending it now.
 */
async function sendOnce(
  { to, words, address }: Composed & { readonly address: string },
  now: Instant,
  by: Actor,
  deps: SendDigestsDeps,
): Promise<boolean> {
  const day = londonDateOf(now);
  let digest = await deps.readDigest(to, day);
  if (digest?.status === 'sent') return false;
  if (!digest) {
    digest = { type: 'digest', version: 1, id: digestIdOf(to, day), to, day, ...words, status: 'composed' };
    const commitment = await deps.commit({ puts: [digest], events: [], at: now, by });
    if (commitment.outcome === 'conflict') return false;
  }
  const { id: reference, subject, text } = digest;
  await deps.sendMail({ to, address, subject, text, reference });
  const sent = changed(digest, { status: DIGEST_MOVES.after('send', digest.status) });
  // A conflict says that another run has recorded the same.
  await deps.commit({ puts: [sent], events: [], at: now, by });
  return true;
}
