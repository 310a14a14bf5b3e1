import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** npm left the engine's optional package out, as it does on every platform but Linux x64. */
export class DynamoEngineMissing extends Error {
  override readonly name = 'DynamoEngineMissing';
}

const ENGINE_PACKAGE = '@dynoxide/linux-x64';

/** The engine's executable. Throws DynamoEngineMissing, whose message says what to do instead. */
export function engineBinary(packageName: string = ENGINE_PACKAGE): string {
  const binary = installedBinary(packageName);
  if (binary !== undefined) return binary;
  throw new DynamoEngineMissing(
    `No DynamoDB engine is installed for ${process.platform}-${process.arch}: start any other (for example ` +
      `the amazon/dynamodb-local image) and set AWS_ENDPOINT_URL_DYNAMODB to its address, such as http://127.0.0.1:8000`,
  );
}

function installedBinary(packageName: string): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    const binary = join(dirname(manifest), 'dynoxide');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
