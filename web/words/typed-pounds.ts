/** Pounds as a person types them, in pence: `1000`, `£1,000.50`, `-250`. What is no amount stays as typed; nothing where nothing was typed. */
export function typedPounds(typed: string): number | string | undefined {
  if (typed === '') return undefined;
  const plain = typed.replaceAll(/[£,\s]/g, '').replace('−', '-');
  const match = /^(-?)(\d{1,9})(?:\.(\d\d))?$/.exec(plain);
  if (!match) return typed;
  const pence = Number(`${match[2]}${match[3] ?? '00'}`);
  return match[1] ? 0 - pence : pence;
}
