const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 2, useGrouping: false });

/** US dollars with two decimals; less than a cent with two digits that count (`0.00043`), so that it does not look like nothing. */
export function usdText(usd: number): string {
  return usd > 0 && usd < 0.01 ? SMALL.format(usd) : usd.toFixed(2);
}
