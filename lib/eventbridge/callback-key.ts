import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { DAY } from "../clock";
import type { Context } from "../context";
import type { Vault } from "../crypto";
import { eventbridgePlaces } from "../db/schema";
import type { Tx } from "../db/tx";
import { NotFoundError, UnreadableSecretError } from "../errors";

type PlaceRow = typeof eventbridgePlaces.$inferSelect;
type KeyRow = Pick<PlaceRow, "id" | "callbackKey" | "previousKey" | "previousKeyUntilAt">;

const KEY_BYTES = 32;
/** The function may get the new key late, as while AWS cannot be reached. */
const PREVIOUS_KEY_MS = DAY;
const OPENED_MAX = 500;

/** The key of the function's reports, base64 of 32 bytes; for the function's environment alone. */
export function openCallbackKey(vault: Vault, place: Pick<KeyRow, "id" | "callbackKey">): string {
  if (place.callbackKey === null) throw new Error("A place has a key before anything is made.");
  return vault.open(place.callbackKey, sealedAs(place.id, "callback_key"));
}

/** Raw keys a report of the place may be signed with now. */
export function acceptedKeys(vault: Vault, place: KeyRow, now: number): Buffer[] {
  const { id, callbackKey, previousKey, previousKeyUntilAt } = place;
  const isPreviousGood = previousKey !== null && now < (previousKeyUntilAt ?? 0);
  return [
    ...(callbackKey === null ? [] : [openOnce(vault, callbackKey, [id, "callback_key"])]),
    ...(isPreviousGood ? [openOnce(vault, previousKey, [id, "previous_key"])] : []),
  ];
}

/** The place with a key; one that has none gets it now. */
export async function ensureCallbackKey<Record extends { place: KeyRow }>(
  ctx: Context,
  record: Record,
): Promise<Record> {
  const { place } = record;
  if (place.callbackKey !== null) return record;
  const { vault, db } = ctx.runtime;
  const made = sealNewKey(vault, place.id);
  const callbackKey = await db.write(async (tx) => {
    const isKeyless = and(
      eq(eventbridgePlaces.id, place.id),
      isNull(eventbridgePlaces.callbackKey),
    );
    await tx.update(eventbridgePlaces).set({ callbackKey: made }).where(isKeyless);
    // Whoever was first has made it.
    return (await requireRow(tx, place.id)).callbackKey;
  });
  return { ...record, place: { ...place, callbackKey } };
}

/** Another key from now on; the one before is accepted for a day. The place's job brings it to AWS. */
export async function rotateCallbackKey(tx: Tx, ctx: Context, placeId: string): Promise<void> {
  const { vault, clock } = ctx.runtime;
  const row = await requireRow(tx, placeId);
  const current = row.callbackKey === null ? null : findCallbackKey(vault, row);
  await tx
    .update(eventbridgePlaces)
    .set({
      callbackKey: sealNewKey(vault, placeId),
      previousKey: current === null ? null : vault.seal(current, sealedAs(placeId, "previous_key")),
      previousKeyUntilAt: current === null ? null : clock.now() + PREVIOUS_KEY_MS,
    })
    .where(eq(eventbridgePlaces.id, placeId));
}

/** Null for one that does not open: the new key takes its place all the same. */
function findCallbackKey(vault: Vault, row: PlaceRow): string | null {
  try {
    return openCallbackKey(vault, row);
  } catch (error) {
    if (error instanceof UnreadableSecretError) return null;
    throw error;
  }
}

function sealNewKey(vault: Vault, placeId: string): string {
  const key = randomBytes(KEY_BYTES).toString("base64");
  return vault.seal(key, sealedAs(placeId, "callback_key"));
}

async function requireRow(tx: Tx, placeId: string): Promise<PlaceRow> {
  const isIt = eq(eventbridgePlaces.id, placeId);
  const [row] = await tx.select().from(eventbridgePlaces).where(isIt).limit(1);
  if (!row) throw new NotFoundError("This place");
  return row;
}

type Column = "callback_key" | "previous_key";

function sealedAs(placeId: string, column: Column) {
  return { table: "eventbridge_places", column, rowId: placeId };
}

const opened = new WeakMap<Vault, Map<string, Buffer>>();

/** By place and ciphertext: a key that was rotated away, or moved to another row, is never served. */
function openOnce(vault: Vault, sealed: string, [placeId, column]: [string, Column]): Buffer {
  const keys = opened.get(vault) ?? new Map<string, Buffer>();
  opened.set(vault, keys);
  const name = [placeId, column, sealed].join(" ");
  const known = keys.get(name);
  if (known) return known;
  if (keys.size >= OPENED_MAX) keys.clear();
  const key = Buffer.from(vault.open(sealed, sealedAs(placeId, column)), "base64");
  keys.set(name, key);
  return key;
}
