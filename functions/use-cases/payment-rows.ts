import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { MOST_PAYMENT_LINES, PAYMENT_COLUMNS } from '../../core/payment-file.ts';
import { reason } from '../../core/reason.ts';
import type { Refusal } from './refusal.ts';

/** A row of the payer's file as it is written there. */
export interface PaymentRow {
  /** The line of the file that it stands on; the header is on line 1. */
  readonly line: number;
  readonly cells: Readonly<Record<(typeof PAYMENT_COLUMNS)[number], string>>;
}

/** Our longest line has 250 characters; a quote that is never closed would otherwise take in the rest of the file. */
const LONGEST_RECORD = 2000;

/** The rows of the payer's file, or why it cannot be read at all. Blank lines are passed over; the columns may be in any order. */
export function paymentRows(text: string): readonly PaymentRow[] | Refusal {
  const records = recordsIn(text);
  if (!Array.isArray(records)) return records;
  const [header, ...rest] = records;
  const columns = header?.cells ?? [];
  const known = [...columns].sort().join() === [...PAYMENT_COLUMNS].sort().join();
  if (!known) return malformed(`The first line must name the columns ${PAYMENT_COLUMNS.join(', ')}.`);
  if (rest.length === 0) return malformed('There is no line below the header.');
  if (rest.length > MOST_PAYMENT_LINES) {
    return {
      refused: [reason('too-many-lines', '', `At most ${MOST_PAYMENT_LINES} lines are taken at once.`)],
    };
  }
  const at = (cells: readonly string[], column: string) => cells[columns.indexOf(column)] ?? '';
  return rest.map(({ line, cells }) => ({
    line,
    cells: {
      item: at(cells, 'item'),
      amount: at(cells, 'amount'),
      reference: at(cells, 'reference'),
      paid_on: at(cells, 'paid_on'),
    },
  }));
}

function recordsIn(text: string): { line: number; cells: string[] }[] | Refusal {
  const records: { line: number; cells: string[] }[] = [];
  try {
    parse(text, {
      bom: true,
      skip_empty_lines: true,
      // Named, or the first line's end would be taken for that of all lines.
      record_delimiter: ['\r\n', '\n'],
      max_record_size: LONGEST_RECORD,
      on_record(cells: string[], { lines: line }) {
        records.push({ line, cells });
        return null;
      },
    });
    return records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return malformed(`Line ${Number(error['lines'])} is not comma separated text like the others.`);
  }
}

const malformed = (detail: string): Refusal => ({ refused: [reason('malformed-csv', '', detail)] });
