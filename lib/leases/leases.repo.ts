import { and, eq, gt, lte, or } from "drizzle-orm";
import { MINUTE, type EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { leases } from "../db/schema";
import type { Tx } from "../db/tx";

export type LeaseRow = typeof leases.$inferSelect;

export async function findLease(q: Queryable, name: string): Promise<LeaseRow | null> {
  const rows = await q.select().from(leases).where(eq(leases.name, name));
  return rows[0] ?? null;
}

/** Every lease that has not run out. */
export async function listLiveLeases(q: Queryable, now: EpochMs): Promise<LeaseRow[]> {
  return q.select().from(leases).where(gt(leases.expiresAt, now));
}

/** The clocks of two machines of an installation differ by less. */
const SKEW_MS_MAX = 5 * MINUTE;

/**
 * Ours, new, or run out: then it is ours afterwards. So is one that was taken for longer than
 * anybody would: under a clock that was ahead, by a process that may be dead since.
 */
export async function takeLease(tx: Tx, lease: LeaseRow): Promise<boolean> {
  const { name, ...rest } = lease;
  const rows = await tx
    .insert(leases)
    .values(lease)
    .onConflictDoUpdate({
      target: leases.name,
      set: rest,
      setWhere: or(
        eq(leases.owner, lease.owner),
        lte(leases.expiresAt, lease.renewedAt),
        gt(leases.expiresAt, lease.expiresAt + SKEW_MS_MAX),
      ),
    })
    .returning({ name: leases.name });
  return rows.some((row) => row.name === name);
}

export async function dropLease(tx: Tx, lease: { name: string; owner: string }): Promise<void> {
  await tx.delete(leases).where(and(eq(leases.name, lease.name), eq(leases.owner, lease.owner)));
}

/** All that a process holds; stamps, which nobody holds, stay. */
export async function dropLeasesOf(tx: Tx, holder: { owner: string; now: EpochMs }): Promise<void> {
  const held = and(eq(leases.owner, holder.owner), gt(leases.expiresAt, holder.now));
  await tx.delete(leases).where(held);
}

/** Whoever had it before. */
export async function putLease(tx: Tx, lease: LeaseRow): Promise<void> {
  const { name: _name, ...rest } = lease;
  await tx.insert(leases).values(lease).onConflictDoUpdate({ target: leases.name, set: rest });
}
