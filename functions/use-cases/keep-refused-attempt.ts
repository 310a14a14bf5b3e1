import type { EnrolmentId } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Reason, ReasonCode } from '../../core/reason.ts';
import type { Commit } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';

/**
 * Keeps a form that was refused: what was wrong with it and which school it named, no person. The same form
 * refused again under the same key is one attempt. A field that we don't know is not repeated: whoever mistook
 * the form may have written a name there.
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
  const codes = [...new Set(reasons.map(({ code }) => code))];
  await deps.commit({
    puts: [
      {
        type: 'refused-attempt',
        version: 1,
        id,
        hub: caller.hub,
        ...(urn === undefined ? {} : { urn }),
        reasons: reasons.map(({ code, field }) => ({ code, field: ourField(code, field) })),
        submittedAt: now,
        submittedBy: caller.actor,
      },
    ],
    events: [
      {
        subject: id,
        subjectVersion: 1,
        hub: caller.hub,
        announcements: [{ type: 'EnrolmentRefused', data: { enrolmentId: id, codes } }],
      },
    ],
    at: now,
    by: caller.actor,
  });
}

function ourField(code: ReasonCode, field: string): string {
  return code === 'unknown-field' ? '' : field;
}
