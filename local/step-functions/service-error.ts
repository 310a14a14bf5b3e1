/** An error of the Step Functions API: the name is AWS's, and so is the wording of the message. */
export class ServiceError extends Error {
  override readonly name: string;
  /** HTTP status; 400 for every error that is the caller's. */
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export function validationError(problem: string): ServiceError {
  return new ServiceError('ValidationException', `1 validation error detected: ${problem}`);
}
