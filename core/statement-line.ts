import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import { type Claim, type ClaimId, claimIdSchema } from './claim.ts';
import { actorSchema, instalmentSchema, stageSchema, urnSchema } from './codes.ts';
import { instantSchema } from './instant.ts';
import { lineSchema } from './line.ts';
import { paymentSchema } from './payment.ts';
import { poundsOf, signedPenceSchema } from './pence.ts';
import { sealSchema } from './seal.ts';
import { type StatementId, statementIdSchema } from './statement-id.ts';

/**
 * What a line is about, as the payer's file names it: a claim by its id, its clawback by `<claim id>.clawback`, an
 * adjustment by `<statement id>.adjustment-<line>`. No item is ever paid twice, on whichever statement.
 */
export const itemIdSchema = z
  .string()
  .max(140)
  .regex(/^([a-z0-9-]{10,80}\.[a-z-]{3,40}(\.clawback)?|statement-[a-z0-9-]{9,57}\.adjustment-[1-9]\d{0,5})$/)
  .brand<'ItemId'>();
export type ItemId = z.infer<typeof itemIdSchema>;

export const claimItem = (id: ClaimId): ItemId => itemIdSchema.parse(id);
export const clawbackItem = (id: ClaimId): ItemId => itemIdSchema.parse(`${id}.clawback`);
export const adjustmentItem = (id: StatementId, line: number): ItemId =>
  itemIdSchema.parse(`${id}.adjustment-${line}`);

/** What an item's id says: the claim, or where an adjustment stands; undefined where it names neither. */
export function partsOfItem(
  item: ItemId,
):
  | { readonly kind: 'claim' | 'clawback'; readonly claimId: ClaimId }
  | { readonly kind: 'adjustment'; readonly statementId: StatementId; readonly line: number }
  | undefined {
  const [owner = '', line] = item.split('.adjustment-');
  if (line !== undefined) {
    const statementId = statementIdSchema.safeParse(owner);
    return statementId.success
      ? { kind: 'adjustment', statementId: statementId.data, line: Number(line) }
      : undefined;
  }
  const kind = item.endsWith('.clawback') ? 'clawback' : 'claim';
  const claimId = claimIdSchema.safeParse(item.replace(/\.clawback$/, ''));
  return claimId.success ? { kind, claimId: claimId.data } : undefined;
}

export const lineKindSchema = z.enum(['claim', 'clawback', 'adjustment']);
export type LineKind = z.infer<typeof lineKindSchema>;

/** One line of a statement. Its amount was taken from the claim, and is never computed again. */
export const statementLineSchema = z.strictObject({
  type: z.literal('statement-line'),
  version: z.int().positive(),
  statementId: statementIdSchema,
  /** 1, 2, 3 …; a line that was taken off keeps its number, which nobody gets again. */
  number: z.int().positive(),
  kind: lineKindSchema,
  item: itemIdSchema,
  /** Pence with their sign. */
  amount: signedPenceSchema,
  /** Who is paid; absent where an adjustment concerns the hub as a whole. */
  urn: urnSchema.optional(),
  /** The claim of a payment or clawback, as far as the line prints it. */
  claim: z
    .strictObject({
      id: claimIdSchema,
      academicYear: academicYearSchema,
      stage: stageSchema,
      instalment: instalmentSchema,
      policyVersion: z.int().positive(),
    })
    .optional(),
  /** Of an adjustment: the reason is free text and stays on this row. */
  adjustment: z.strictObject({ reason: lineSchema, by: actorSchema, at: instantSchema }).optional(),
  /** Taken off while the statement was open, because its claim was held. */
  removed: z.strictObject({ by: actorSchema, at: instantSchema }).optional(),
  /** The seal of the statement up to this line; written when it is issued, for verification to name a line. */
  link: sealSchema.optional(),
  payment: paymentSchema.optional(),
});
export type StatementLine = z.infer<typeof statementLineSchema>;

/** The columns of a statement's CSV. Codes and numbers alone: nothing in it needs quoting or could be a formula. */
export const STATEMENT_HEADER =
  'statement,line,kind,item,urn,academic_year,stage,instalment,policy_version,amount';

/** A line exactly as its CSV prints it, without the line's end: the text that is sealed. */
export function textOf({ statementId, number, kind, item, urn, claim, amount }: StatementLine): string {
  const of = claim && [claim.academicYear, claim.stage, claim.instalment, claim.policyVersion];
  return [statementId, number, kind, item, urn ?? '', ...(of ?? ['', '', '', '']), poundsOf(amount)].join(
    ',',
  );
}

/** What a line says of a claim. */
export const claimOnLine = ({ id, academicYear, stage, instalment, policyVersion }: Claim) => ({
  id,
  academicYear,
  stage,
  instalment,
  policyVersion,
});
