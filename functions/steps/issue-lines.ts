import { step, WORKFLOW } from '../support/step.ts';
import { issueLines } from '../use-cases/issue-lines.ts';

/** State IssueLines of `statement`: leaves some more claims approved and, with the last of them, the statement issued. */
export const handler = step('issue-lines', (input, deps) => issueLines(input, WORKFLOW, deps));
