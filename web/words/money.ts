/** Pence as pounds: `£1,000`, `£1,000.50` where there are pence, `−£250` where they are recovered. */
export function pounds(pence: number): string {
  const digits = pence % 100 === 0 ? 0 : 2;
  const amount = Math.abs(pence) / 100;
  const text = amount.toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${pence < 0 ? '−' : ''}£${text}`;
}
