const TAGS: Readonly<Record<string, { text: string; classes: string }>> = {
  RUNNING: { text: 'Running', classes: 'govuk-tag--blue' },
  SUCCEEDED: { text: 'Done', classes: 'govuk-tag--green' },
  FAILED: { text: 'Failed', classes: 'govuk-tag--red' },
  TIMED_OUT: { text: 'Timed out', classes: 'govuk-tag--red' },
  ABORTED: { text: 'Stopped', classes: 'govuk-tag--grey' },
};

/** An execution's status as a tag. */
export const executionTag = (status: string) => TAGS[status] ?? { text: status, classes: 'govuk-tag--grey' };
