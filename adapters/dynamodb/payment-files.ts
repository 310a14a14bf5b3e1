import type { PaymentFileId } from '../../core/payment.ts';
import type { PaymentChunk, PaymentFile, PaymentsUnderWay } from '../../core/payment-file.ts';
import { keyOf } from './keys.ts';
import { readRow } from './read-row.ts';
import type { Table } from './table.ts';

/** The payer's files, as they were accepted. */

export const readPaymentFile = (table: Table, id: PaymentFileId): Promise<PaymentFile | undefined> =>
  readRow(table, 'payment-file', keyOf.paymentFile(id));

export const readPaymentChunk = (
  table: Table,
  id: PaymentFileId,
  number: number,
): Promise<PaymentChunk | undefined> => readRow(table, 'payment-chunk', keyOf.paymentChunk(id, number));

/** The files that may not all have been applied, strongly consistent; undefined before the first. */
export const readPaymentsUnderWay = (table: Table): Promise<PaymentsUnderWay | undefined> =>
  readRow(table, 'payments-under-way', keyOf.paymentsUnderWay());
