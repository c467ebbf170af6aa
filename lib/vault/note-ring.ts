import { openChainKeys } from "../audit/chain-key";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { readSetting, writeSetting } from "../settings/settings.repo";

export const RING = { targetType: "key_ring", targetId: null } as const;

/**
 * At each start and before each change: a key that came or went without an entry of the audit log gets
 * one. So does what a person changed in the ring by hand, and what a crash left between the file, which
 * is changed first, and the entry, which is there only once it is committed.
 */
export async function noteRing(ctx: Context, readIds: () => readonly string[]): Promise<void> {
  const { db, vault } = ctx.runtime;
  const known = await readSetting(db.read, "keys.ring");
  if (known && isSame(known, readIds())) return;
  // With a ring that does not open its key the log takes no entry; the start tells of that.
  if ((await openChainKeys(db.read, vault)).broken.size > 0) return;
  // Read again under the write lock: a rotation may be at work.
  await db.write((tx) => recordMissing(tx, ctx, readIds()));
}

/** In the transaction of the entry that tells of it. */
export async function writeRing(tx: Tx, ctx: Context, keyIds: readonly string[]): Promise<void> {
  const updatedAt = ctx.runtime.clock.now();
  await writeSetting(tx, { key: "keys.ring", value: keyIds, updatedAt, updatedBy: null });
}

async function recordMissing(tx: Tx, ctx: Context, keyIds: readonly string[]): Promise<void> {
  const before = (await readSetting(tx, "keys.ring")) ?? keyIds;
  const kept = before.filter((id) => keyIds.includes(id));
  const change = { ...RING, before: { keyIds: before }, after: { keyIds, noticed: true } };
  if (kept.length < keyIds.length) await recordAudit(tx, ctx, { action: "keys.add", ...change });
  if (kept.length < before.length) await recordAudit(tx, ctx, { action: "keys.retire", ...change });
  await writeRing(tx, ctx, keyIds);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
