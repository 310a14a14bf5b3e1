/**
 * An expression that failed, or gave what its field cannot take. The message is the part of AWS's cause after
 * "An error occurred while executing the state …"; the location is the field, as in `Output/result`.
 */
export class QueryEvaluationError extends Error {
  override readonly name = 'States.QueryEvaluationError';
  readonly location: string | undefined;

  constructor(message: string, location?: string) {
    super(message);
    this.location = location;
  }
}
