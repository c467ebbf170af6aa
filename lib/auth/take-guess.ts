import { createHmac } from "node:crypto";
import { MINUTE, SECOND, type EpochMs } from "../clock";
import type { Context } from "../context";
import type { GuessKind } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { LimitExceededError } from "../errors";
import { newId } from "../ids";
import { countsUntil, guessAgainAt } from "./guess-limits.pure";
import {
  deleteGuess,
  deleteOldGuesses,
  insertGuess,
  listRelatedGuesses,
  pullBackGuesses,
  strangersAgainAt,
  updateGuessAt,
  type GuessRow,
} from "./guesses.repo";
import { knownDeviceId } from "./known-device";
import { networkOf } from "./network-of";
import type { UserRow } from "./sessions.repo";

/** What of a user matters here. */
export type GuessedUser = Pick<UserRow, "id" | "devicesSince">;

export interface TakeGuessInput {
  kind: GuessKind;
  /** The user, or the name that nobody has. */
  whose: GuessedUser | { unknownName: string };
}

type Unjudged = Context["runtime"]["unjudgedGuesses"];

/** How long a look at a password takes at the most, with others beside it. */
const LOOK_MS_MAX = 10 * SECOND;
/** When to come back while some are being looked at: right ones are taken back then. */
const MOMENT_MS = 2 * SECOND;

/**
 * Counts a guess at a password or a code before it is looked at, so that a thousand at once are no
 * more than one after another; a right one counts too while the process looks at it. Throws
 * `limit_exceeded`, and then counts nothing. Afterwards a right one is given back (`giveBackGuess`), a
 * wrong one kept (`keepGuess`).
 */
export async function takeGuess(ctx: Context, input: TakeGuessInput): Promise<GuessRow> {
  const { clock, db, random, unjudgedGuesses } = ctx.runtime;
  const { kind, whose } = input;
  const taken = await db.write(async (tx) => {
    const at = clock.now();
    const guess: GuessRow = {
      id: newId("gue", at, random),
      kind,
      subject: "id" in whose ? whose.id : blind(ctx, whose.unknownName),
      network: networkOf(ctx.address),
      deviceId: "id" in whose ? knownDeviceId(ctx, whose) : null,
      at,
    };
    const againAt = await makeRoom(tx, guess, unjudgedGuesses);
    if (againAt === null) {
      await insertGuess(tx, guess);
      forgetBrokenOff(unjudgedGuesses, at);
      unjudgedGuesses.set(guess.id, at);
    }
    return { guess, againAt };
  });
  const { guess, againAt } = taken;
  if (againAt !== null) throw tooMany(guess, againAt - guess.at);
  return guess;
}

/** When this guess may be made, or null for now. */
async function makeRoom(tx: Tx, guess: GuessRow, unjudged: Unjudged): Promise<EpochMs | null> {
  await pullBackGuesses(tx, guess.at);
  await deleteOldGuesses(tx, guess.at);
  const own = guessAgainAt(guess, await listRelatedGuesses(tx, guess), (other) =>
    unjudged.has(other.id) && guess.at - other.at < LOOK_MS_MAX
      ? guess.at + MOMENT_MS
      : countsUntil(other),
  );
  const all = guess.deviceId === null ? await strangersAgainAt(tx, guess.at) : null;
  return own === null ? all : Math.max(own, all ?? 0);
}

function forgetBrokenOff(unjudged: Unjudged, now: EpochMs): void {
  for (const [id, at] of unjudged) if (Math.abs(now - at) >= LOOK_MS_MAX) unjudged.delete(id);
}

/** It was right. Earlier wrong ones stay: whoever may succeed must not wipe out others' failures. */
export function giveBackGuess(tx: Tx, ctx: Context, guess: GuessRow): Promise<void> {
  ctx.runtime.unjudgedGuesses.delete(guess.id);
  return deleteGuess(tx, guess.id);
}

/** It was wrong, as was found out now: it counts for an hour from now on. */
export function keepGuess(tx: Tx, ctx: Context, guess: GuessRow): Promise<void> {
  ctx.runtime.unjudgedGuesses.delete(guess.id);
  return updateGuessAt(tx, { id: guess.id, at: ctx.runtime.clock.now() });
}

/** The same words for a name that nobody has: only whoever holds a device's cookie is told less. */
function tooMany({ kind, deviceId }: GuessRow, retryAfterMs: number): LimitExceededError {
  const wait = `Try again in ${inWords(retryAfterMs)}.`;
  const besides = "A browser in which you have signed in before has tries of its own.";
  return new LimitExceededError(
    kind === "code" ? "Too many wrong codes." : "Too many failed attempts.",
    { suggestion: deviceId === null ? `${wait} ${besides}` : wait, retryAfterMs },
  );
}

function inWords(ms: number): string {
  if (ms <= MOMENT_MS) return "a moment";
  const minutes = Math.ceil(ms / MINUTE);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}

/** People type passwords into the name field: what was typed is never stored. */
function blind(ctx: Context, name: string): string {
  return createHmac("sha256", ctx.runtime.config.sessionSecret)
    .update(`sign-in subject ${name}`)
    .digest("base64url")
    .slice(0, 22);
}
