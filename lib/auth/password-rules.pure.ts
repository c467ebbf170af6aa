import { KNOWN_STEMS } from "./known-passwords.pure";

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 256;
const DISTINCT_MIN = 5;

export interface PasswordRules {
  ownNames: readonly string[];
  /** Whether a text in lower case is one of the most common passwords, or the letters of one. */
  isCommon(text: string): boolean;
}

/**
 * Why a password is refused, in words for its owner, or null. No composition rules: any character
 * may be in it, and what is counted is what is hashed, to the last one.
 */
export function findPasswordProblem(given: string, rules: PasswordRules): string | null {
  const password = normalizePassword(given);
  if (!isWellFormed(password)) return "Leave out the character that is broken.";
  const length = lengthOf(password);
  if (length < PASSWORD_LENGTH_MIN) return `Use at least ${PASSWORD_LENGTH_MIN} characters.`;
  if (length > PASSWORD_LENGTH_MAX) return `Use at most ${PASSWORD_LENGTH_MAX} characters.`;
  const text = password.normalize("NFKC").toLowerCase();
  if (new Set(text).size < DISTINCT_MIN) return "Use more different characters.";
  if (isRun(text)) return "This is one of the most common passwords.";
  const names = rules.ownNames.map((name) => name.normalize("NFKC").toLowerCase());
  if (names.some((name) => isMadeOf(text, name)) || isMadeOfParts(text, names)) {
    return "Do not use your own name or address.";
  }
  if (isKnown(text, rules)) return "This is a default or one of the most common passwords.";
  return null;
}

/** The same characters give the same bytes on every keyboard and system. */
export function normalizePassword(password: string): string {
  return password.normalize("NFC");
}

/** Whether it has bytes of its own: no half of a surrogate pair is in it. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

/** In characters (code points), not in bytes or halves of pairs. */
export function lengthOf(normalized: string): number {
  return Array.from(normalized).length;
}

function isKnown(text: string, { isCommon }: PasswordRules): boolean {
  if (isCommon(text)) return true;
  const stems = [lettersOf(text), lettersOf(unleet(text)), lettersOf(unleet(withoutTail(text)))];
  return stems.map(smallestPeriod).some((stem) => KNOWN_STEMS.has(stem) || isCommon(stem));
}

/** `adminadminadmin` and `admin-2026` are made of `admin`. */
function isMadeOf(text: string, name: string): boolean {
  if (name.length < 3) return false;
  return text === name || smallestPeriod(lettersOf(text)) === lettersOf(name);
}

const PART_LENGTH_MIN = 3;

/** `Smith.Alice1`, `al1ce.sm1th!` and `alice@example` are nothing but parts of one's names. */
function isMadeOfParts(text: string, names: readonly string[]): boolean {
  const parts = new Set(
    names
      .flatMap((name) => name.split(/[^\p{L}]+/u))
      .filter(({ length }) => length >= PART_LENGTH_MIN),
  );
  const readings = [text, unleet(text), unleet(withoutTail(text))];
  return readings.some((reading) => isJoined(lettersOf(reading), parts));
}

function isJoined(letters: string, parts: ReadonlySet<string>): boolean {
  const ends = new Set([0]);
  for (const end of ends) {
    for (const part of parts) if (letters.startsWith(part, end)) ends.add(end + part.length);
  }
  return letters !== "" && ends.has(letters.length);
}

const lettersOf = (text: string) => text.replace(/[^\p{L}]/gu, "");
const withoutTail = (text: string) => text.replace(/[^\p{L}]+$/u, "");

const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
const unleet = (text: string) => Array.from(text, (char) => LEET[char] ?? char).join("");

/** The shortest text that, repeated, gives this one. */
function smallestPeriod(text: string): string {
  for (let size = 1; size <= text.length / 2; size++) {
    const part = text.slice(0, size);
    if (text.length % size === 0 && part.repeat(text.length / size) === text) return part;
  }
  return text;
}

/** `123456789012`, `abcdefghijkl` and the like, forwards or backwards. */
function isRun(text: string): boolean {
  const codes = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, at) => code - (codes[at] ?? 0));
  return [1, -1].some((way) => steps.every((step) => step === way || step === -9 * way));
}
