import type { EnrolmentId } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Reason } from '../../core/reason.ts';
import type { Commit } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';

/**
 * Keeps a form that was refused: what was wrong with it and which school it named, no person. The same form
 * refused again under the same key is one attempt.
 */
export async function keepRefusedAttempt(
  input: {
    readonly id: EnrolmentId;
    readonly caller: Extract<Caller, { role: 'hub' }>;
    readonly urn: string | undefined;
    readonly reasons: readonly Reason[];
    readonly now: Instant;
  },
  deps: { readonly commit: Commit },
): Promise<void> {
  const { id, caller, urn, reasons, now } = input;
  await deps.commit({
    puts: [
      {
        type: 'refused-attempt',
        version: 1,
        id,
        hub: caller.hub,
        ...(urn === undefined ? {} : { urn: urn.slice(0, 20) }),
        reasons: reasons.map(({ code, field }) => ({ code, field })),
        submittedAt: now,
        submittedBy: caller.actor,
      },
    ],
    events: [
      {
        subject: id,
        subjectVersion: 1,
        hub: caller.hub,
        announcements: [
          { type: 'EnrolmentRefused', data: { enrolmentId: id, codes: reasons.map(({ code }) => code) } },
        ],
      },
    ],
    at: now,
    by: caller.actor,
  });
}
