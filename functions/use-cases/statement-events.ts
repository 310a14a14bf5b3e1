import type { Statement } from '../../core/statement.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import type { SubjectEvents } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';

/** Events of a statement, at the version that it has in this change. */
export function announceStatement(
  { id, version, hub }: Statement,
  ...announcements: Announcement[]
): SubjectEvents {
  return { subject: id, subjectVersion: version, hub, announcements };
}

/** That a line is on its statement now. */
export function lineAdded({ statementId, number, kind, item, amount, urn }: StatementLine): Announcement {
  return {
    type: 'StatementLineAdded',
    data: { statementId, line: number, kind, item, amount, ...(urn ? { urn } : {}) },
  };
}
