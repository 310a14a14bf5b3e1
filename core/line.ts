import * as z from 'zod';

/**
 * A line of text that a person typed: 1 to 200 characters of any script, emoji too. No control characters, no
 * line breaks, and no half of a character (a lone surrogate), which is not text and which the table refuses.
 */
export const lineSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u);
