/** Dollars as they are typed, with a point or a comma; what is no price is NaN. */
export function parsePrice(text: string): number {
  const trimmed = text.trim();
  return /^\d{1,3}([.,]\d{1,6})?$/.test(trimmed) ? Number(trimmed.replace(",", ".")) : Number.NaN;
}
