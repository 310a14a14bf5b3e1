import { createHmac } from 'node:crypto';

/** Which call of which execution a token stands for. */
export interface TokenAddress {
  execution: number;
  frame: number;
  call: number;
}

/** Tokens carry their address and a signature, so that a forged one differs from one that is no longer awaited. */
export function taskToken(seed: string, { execution, frame, call }: TokenAddress): string {
  const address = `${execution}.${frame}.${call}`;
  return Buffer.from(`${address}.${signature(seed, address)}`).toString('base64');
}

/** The address in a token; undefined when the token was not made by this engine. */
export function readTaskToken(seed: string, token: string): TokenAddress | undefined {
  const [execution, frame, call, signed, ...rest] = Buffer.from(token, 'base64').toString('utf8').split('.');
  if (signed === undefined || rest.length > 0) return undefined;
  if (signed !== signature(seed, `${execution}.${frame}.${call}`)) return undefined;
  return { execution: Number(execution), frame: Number(frame), call: Number(call) };
}

function signature(seed: string, address: string): string {
  return createHmac('sha256', seed).update(`task token ${address}`).digest('hex');
}
