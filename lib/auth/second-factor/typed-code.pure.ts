/** What somebody typed where a code is asked for, as a value that may be compared. */
export type TypedCode = { kind: "totp"; digits: string } | { kind: "recovery"; text: string };

export const RECOVERY_CODE_CHARACTERS = 24;
/** Crockford's base 32: nothing in it is mistaken for another when it is copied from paper. */
export const RECOVERY_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
export const RECOVERY_GROUP = 4;

/**
 * Blanks and dashes between characters do not matter. Six ASCII digits are a code of the
 * authenticator, 24 characters a recovery code, and anything else, which no code could be, is null.
 */
export function parseTypedCode(typed: string): TypedCode | null {
  const text = typed.replace(/[\s-]+/g, "");
  if (/^[0-9]{6}$/.test(text)) return { kind: "totp", digits: text };
  const plain = text.toLowerCase().replace(/o/g, "0").replace(/[il]/g, "1");
  return isRecoveryText(plain) ? { kind: "recovery", text: plain } : null;
}

/** `abcd-efgh-…`, as it is shown and printed. */
export function inGroups(text: string, separator: string): string {
  return (text.match(new RegExp(`.{1,${RECOVERY_GROUP}}`, "g")) ?? []).join(separator);
}

function isRecoveryText(text: string): boolean {
  if (text.length !== RECOVERY_CODE_CHARACTERS) return false;
  return Array.from(text).every((character) => RECOVERY_ALPHABET.includes(character));
}
