import { ServiceError, validationError } from './service-error.ts';

export interface Place {
  region: string;
  account: string;
}

export function machineArn({ region, account }: Place, name: string): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}

export function executionArn(machine: string, name: string): string {
  return `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
}

export function nameOfMachine(arn: string): string {
  return arn.split(':')[6] ?? '';
}

/** Checks that an ARN names a resource of this kind. Throws InvalidArn. */
export function checkArn(arn: string, kind: 'stateMachine' | 'execution'): void {
  const [prefix, , service, region, , resource, ...name] = arn.split(':');
  if (
    prefix !== 'arn' ||
    service !== 'states' ||
    !region ||
    !resource ||
    name.length === 0 ||
    name.includes('')
  ) {
    throw new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
  if (resource !== kind || name.length !== (kind === 'execution' ? 2 : 1)) {
    throw new ServiceError(
      'InvalidArn',
      `Invalid Arn: 'Resource type not valid in this context: ${resource}'`,
    );
  }
}

/** Blanks, wildcards, brackets, special and control characters are not for names of machines and executions. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the service's own rule names the control characters.
const notInNames = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;

/** Throws ValidationException for a name of the wrong length, InvalidName for one with a forbidden character. */
export function checkName(name: string): void {
  if (name.length < 1 || name.length > 80) {
    const [bound, size] = name.length < 1 ? ['greater', 1] : ['less', 80];
    throw validationError(
      `Value '${name}' at 'name' failed to satisfy constraint: Member must have length ${bound} than or equal to ${size}`,
    );
  }
  if (notInNames.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
}
