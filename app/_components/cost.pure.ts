const DOLLARS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const PRICE = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 12,
});

/** "$12.40", "$1,240": dollars of a month, rounded up, since it is an upper bound. */
export function toUsdText(usd: number): string {
  const whole = usd >= 100;
  const shown = whole ? Math.ceil(usd) : Math.ceil(usd * 100 - 1e-9) / 100;
  return `$${(whole ? DOLLARS : CENTS).format(Math.max(0, shown))}`;
}

/** "at $0.05 per GiB and month": cents at least, and every digit that was given. */
export function toPriceText(usdPerGiBMonth: number): string {
  return `at $${PRICE.format(usdPerGiBMonth)} per GiB and month`;
}
