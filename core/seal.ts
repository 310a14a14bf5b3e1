import * as z from 'zod';

/** A SHA-256 in hexadecimal. */
export const sealSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Seal'>();
export type Seal = z.infer<typeof sealSchema>;

/** What the chain of a hub's first statement starts from. */
export const FIRST_SEAL = sealSchema.parse('0'.repeat(64));

/** SHA-256 of a text in UTF-8, in hexadecimal; handed in, for the rules know no cryptography. */
export type Hash = (text: string) => string;

/**
 * The chain over the header and the lines of a statement, link after link: each is the SHA-256 of the link before it,
 * a line feed, and the text. The first starts from the seal of the hub's statement before; the last is the seal.
 */
export function chainOf(previous: Seal, texts: readonly string[], hash: Hash): Seal[] {
  let link = previous;
  return texts.map((text) => {
    link = sealSchema.parse(hash(`${link}\n${text}`));
    return link;
  });
}
