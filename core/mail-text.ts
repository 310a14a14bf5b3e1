/** A mail's words. */
export interface Words {
  readonly subject: string;
  readonly text: string;
}

/** `1 day`, `2 days`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Paragraphs of lines, with an empty line between two of them; those that are false are left out. */
export function paragraphs(...parts: readonly (readonly string[] | false)[]): string {
  return `${parts.flatMap((lines) => (lines ? [lines.join('\n')] : [])).join('\n\n')}\n`;
}
