import { and, eq, sql } from "drizzle-orm";
import type { EpochMs } from "../../clock";
import type { Queryable } from "../../db/client";
import { apiBuckets } from "../../db/schema";
import type { Tx } from "../../db/tx";
import type { BucketKey } from "./budget";

export interface BucketCall extends BucketKey {
  at: EpochMs;
}

export async function findLastCall(q: Queryable, key: BucketKey): Promise<EpochMs | null> {
  const rows = await q
    .select({ lastCallAt: apiBuckets.lastCallAt })
    .from(apiBuckets)
    .where(
      and(
        eq(apiBuckets.accountId, key.accountId),
        eq(apiBuckets.region, key.region),
        eq(apiBuckets.action, key.action),
      ),
    );
  return rows[0]?.lastCallAt ?? null;
}

/** Never moves a bucket's last call back: several processes write in no order. */
export async function writeCalls(tx: Tx, calls: readonly BucketCall[]): Promise<void> {
  if (calls.length === 0) return;
  await tx
    .insert(apiBuckets)
    .values(calls.map(({ at, ...key }) => ({ ...key, lastCallAt: at })))
    .onConflictDoUpdate({
      target: [apiBuckets.accountId, apiBuckets.region, apiBuckets.action],
      set: { lastCallAt: sql`max(${apiBuckets.lastCallAt}, excluded.last_call_at)` },
    });
}
