/**
 * The text as it may stand in another case. SQLite folds the letters of ASCII alone: those of other
 * alphabets are looked for as typed, in small, in capitals, and in small with a capital first.
 */
export function caseVariants(text: string): string[] {
  const small = text.toLowerCase();
  const [first = ""] = small;
  const variants = [
    text,
    small,
    text.toUpperCase(),
    first.toUpperCase() + small.slice(first.length),
  ];
  return [...new Set(variants.map(foldAscii))];
}

/** As SQLite's `lower()` does it. */
export function foldAscii(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
