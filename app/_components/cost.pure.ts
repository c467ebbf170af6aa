/** "$12.40", "$1,240": dollars of a month, rounded up, since it is an upper bound. */
export function toUsdText(usd: number): string {
  const whole = usd >= 100;
  const shown = whole ? Math.ceil(usd) : Math.ceil(usd * 100 - 1e-9) / 100;
  return `$${Math.max(0, shown).toLocaleString("en-US", {
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: whole ? 0 : 2,
  })}`;
}

/** "at $0.05 per GiB and month": cents at least, and every digit that was given. */
export function toPriceText(usdPerGiBMonth: number): string {
  const price = usdPerGiBMonth.toLocaleString("en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 12,
  });
  return `at $${price} per GiB and month`;
}
