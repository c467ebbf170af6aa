import { openChainKeys } from "../audit/chain-key";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { readSetting, writeSetting } from "../settings/settings.repo";
import { listKnowingProcesses } from "./known-keys.repo";
import { readRingFile } from "./replace-ring-file";

export const RING = { targetType: "key_ring", targetId: null } as const;

/**
 * At each start and before each change: a key that came or went without an entry of the audit log gets
 * one. So does what a person changed in the ring by hand, and what a crash left between the file, which
 * is changed first, and the entry, which is there only once it is committed. A key that a process has
 * which runs has not gone: while a ring in the environment is changed, one may start with the ring of
 * before once more.
 */
export function noteRing(ctx: Context, readIds: () => readonly string[]): Promise<void> {
  return note(ctx, readIds, (tx) => listHeld(tx, ctx));
}

/** Where the ring is a file that is ours to change: what is not in it has gone, whoever has read it before. */
export function noteRingFile(ctx: Context, file: string): Promise<void> {
  const readIds = () => [...readRingFile(file).keys.keys()];
  return note(ctx, readIds, async () => []);
}

/** In the transaction of the entry that tells of it. */
export async function writeRing(tx: Tx, ctx: Context, keyIds: readonly string[]): Promise<void> {
  const updatedAt = ctx.runtime.clock.now();
  await writeSetting(tx, { key: "keys.ring", value: keyIds, updatedAt, updatedBy: null });
}

type ListHeld = (tx: Tx) => Promise<string[]>;

async function note(
  ctx: Context,
  readIds: () => readonly string[],
  readHeld: ListHeld,
): Promise<void> {
  const { db, vault } = ctx.runtime;
  const known = await readSetting(db.read, "keys.ring");
  if (known && isSame(known, readIds())) return;
  // With a ring that does not open its key the log takes no entry; the start tells of that.
  if ((await openChainKeys(db.read, vault)).broken.size > 0) return;
  // Read again under the write lock: a rotation may be at work.
  await db.write(async (tx) => recordMissing(tx, ctx, readIds(), await readHeld(tx)));
}

async function listHeld(tx: Tx, ctx: Context): Promise<string[]> {
  const processes = await listKnowingProcesses(tx, ctx.runtime.clock.now());
  return processes.flatMap(({ keyIds }) => keyIds);
}

async function recordMissing(
  tx: Tx,
  ctx: Context,
  own: readonly string[],
  held: readonly string[],
): Promise<void> {
  const stored = await readSetting(tx, "keys.ring");
  const before = stored ?? own;
  const keyIds = [...own, ...before.filter((id) => !own.includes(id) && held.includes(id))];
  if (stored && isSame(stored, keyIds)) return;
  const kept = before.filter((id) => keyIds.includes(id));
  const change = { ...RING, before: { keyIds: before }, after: { keyIds, noticed: true } };
  if (kept.length < keyIds.length) await recordAudit(tx, ctx, { action: "keys.add", ...change });
  if (kept.length < before.length) await recordAudit(tx, ctx, { action: "keys.retire", ...change });
  await writeRing(tx, ctx, keyIds);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
