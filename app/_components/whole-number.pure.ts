/** A number typed in digits alone: "1e2" and "0x10" are none. What is none is refused beside its field. */
export function toWholeNumber(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
