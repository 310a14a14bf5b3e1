/** CSV as RFC 4180 has it, for spreadsheets: with a byte order mark, or they would take UTF-8 for something else. */

const BYTE_ORDER_MARK = '\uFEFF';
const NUMBER = /^-?\d+(\.\d+)?$/;
/** What spreadsheets take for the beginning of a formula, the wide forms of East Asian keyboards included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A file of lines that were made already, each as `csvLine` would have made it. */
export const csvFile = (lines: readonly string[]): string =>
  BYTE_ORDER_MARK + lines.map((line) => `${line}\r\n`).join('');

/** One line, without its end. */
export const csvLine = (cells: readonly string[]): string => cells.map(cellOf).join(',');

/**
 * A text that a spreadsheet would run is shown with an apostrophe before it, as text; a plain number, negative ones
 * too, stays the number it is.
 */
function cellOf(text: string): string {
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
