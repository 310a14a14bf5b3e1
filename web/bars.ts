/** A bar of a chart that is a column of a table: its parts beside one another, in per cent of the column. */
export interface BarPart {
  /** What it is drawn as: a class of the stylesheet. */
  readonly kind: 'paid' | 'raised' | 'expected';
  readonly from: string;
  readonly width: string;
}

/** Paid, raised and not paid yet, expected and not raised yet; `most` is what the longest bar stands for. In pence. */
export function moneyBar(
  { paid, raised, expected }: { readonly paid: number; readonly raised: number; readonly expected: number },
  most: number,
): BarPart[] {
  const parts = [
    ['paid', paid],
    ['raised', raised - paid],
    ['expected', expected - raised],
  ] as const;
  let from = 0;
  return parts.flatMap(([kind, amount]) => {
    const width = most > 0 ? (Math.max(0, amount) / most) * 100 : 0;
    const part = { kind, from: from.toFixed(2), width: width.toFixed(2) };
    from += width;
    return width > 0 ? [part] : [];
  });
}
