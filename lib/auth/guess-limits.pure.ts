import { HOUR, type EpochMs } from "../clock";
import type { GuessKind } from "../db/schema/constants";

/** Something that was tried at a user's password or code, and has not been taken back. */
export interface Guess {
  kind: GuessKind;
  /** Whose: a user's id, or the blind key of a name that nobody has. */
  subject: string;
  /** Where from: an address, of IPv6 its first 64 bits. */
  network: string;
  /** The known device it came from; null is a stranger. */
  deviceId: string | null;
  at: EpochMs;
}

/** How long a guess counts: what is limited is any hour, not each hour of a clock. */
export const GUESS_WINDOW_MS = HOUR;
/** Wrong guesses of strangers at all users together, in any hour: what bounds the table. */
export const STRANGERS_GUESSES_MAX = 10_000;

interface Limit {
  guessesMax: number;
  /** Whether it holds for this guess. */
  binds(own: Guess): boolean;
  /** Whether that earlier one uses some of it up. */
  counts(other: Guess, own: Guess): boolean;
}

const isPassword = (guess: Guess) => guess.kind === "password";
const isCode = (guess: Guess) => guess.kind === "code";
const isStranger = (guess: Guess) => guess.deviceId === null;
const isKnown = (guess: Guess) => guess.deviceId !== null;
const sameUser = (a: Guess, b: Guess) => a.subject === b.subject && a.kind === b.kind;
const sameNetwork = (a: Guess, b: Guess) => a.network === b.network;

/**
 * For one user, in any hour: 20 passwords from one address, of which strangers may use 10; 100 from
 * all strangers; 10 codes, of which strangers may use 5. A known device has ten passwords of its own,
 * and all of a user's have 30. From one address strangers have 100 at all users together.
 */
const LIMITS: readonly Limit[] = [
  {
    guessesMax: 20,
    binds: isPassword,
    counts: (other, own) => sameUser(other, own) && sameNetwork(other, own),
  },
  {
    guessesMax: 10,
    binds: (own) => isPassword(own) && isStranger(own),
    counts: (other, own) => sameUser(other, own) && sameNetwork(other, own) && isStranger(other),
  },
  {
    guessesMax: 100,
    binds: (own) => isPassword(own) && isStranger(own),
    counts: (other, own) => sameUser(other, own) && isStranger(other),
  },
  {
    guessesMax: 10,
    binds: (own) => isPassword(own) && isKnown(own),
    counts: (other, own) => sameUser(other, own) && other.deviceId === own.deviceId,
  },
  {
    guessesMax: 30,
    binds: (own) => isPassword(own) && isKnown(own),
    counts: (other, own) => sameUser(other, own) && isKnown(other),
  },
  {
    guessesMax: 10,
    binds: isCode,
    counts: sameUser,
  },
  {
    guessesMax: 5,
    binds: (own) => isCode(own) && isStranger(own),
    counts: (other, own) => sameUser(other, own) && isStranger(other),
  },
  {
    guessesMax: 100,
    binds: isStranger,
    counts: (other, own) => sameNetwork(other, own) && isStranger(other),
  },
];

/** Until then a guess counts. */
export const countsUntil = ({ at }: Guess): EpochMs => at + GUESS_WINDOW_MS;

/**
 * When this guess may be made at the earliest; null is now. `others` are the guesses of the last
 * hour at the same user or from the same address; more do no harm. `freeAt` says when each of them may
 * count no more.
 */
export function guessAgainAt<G extends Guess>(
  own: Guess,
  others: readonly G[],
  freeAt: (other: G) => EpochMs = countsUntil,
): EpochMs | null {
  const live = others
    .filter((other) => own.at < countsUntil(other))
    .toSorted((a, b) => freeAt(a) - freeAt(b));
  const waits = LIMITS.filter((limit) => limit.binds(own)).flatMap(({ guessesMax, counts }) => {
    const counted = live.filter((other) => counts(other, own));
    const first = counted.at(-guessesMax);
    return counted.length < guessesMax || !first ? [] : [freeAt(first)];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}
