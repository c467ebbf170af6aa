import { and, desc, eq, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { accounts, credentials, findings, instances, reconcileRuns } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Place } from "./records.repo";
import type { RunRow } from "./runs.repo";

/**
 * Accounts with a credential, with each region where something of ours may be: where instances are
 * or were, where a credential is at home, and where a finding is open.
 */
export async function listPlaces(q: Queryable, scope: AccountScope): Promise<Place[]> {
  const saved = await q
    .selectDistinct({ accountRef: credentials.accountRef, region: credentials.defaultRegion })
    .from(credentials)
    .where(and(isNull(credentials.deletedAt), inScope(credentials.accountRef, scope)));
  const reachable = [...new Set(saved.map(({ accountRef }) => accountRef))];
  if (reachable.length === 0) return [];
  const known = await q
    .selectDistinct({ accountRef: instances.accountRef, region: instances.region })
    .from(instances)
    .where(inArray(instances.accountRef, reachable));
  const found = await q
    .selectDistinct({ accountRef: findings.accountRef, region: findings.region })
    .from(findings)
    .where(and(inArray(findings.accountRef, reachable), sql`${findings.resolvedAt} is null`));
  const places = new Map(
    [...saved, ...known, ...found].map((place) => [placeKey(place), place] as const),
  );
  return [...places.values()].toSorted((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1));
}

export function placeKey({ accountRef, region }: Place): string {
  return `${accountRef}/${region}`;
}

export interface PlaceRun {
  run: RunRow;
  /** The 12 digits. */
  accountId: string;
}

/** The latest run of every place that ever had one; not one of a clock that was ahead. */
export async function listLatestRuns(
  q: Queryable,
  { scope, now }: { scope: AccountScope; now: EpochMs },
): Promise<PlaceRun[]> {
  const latest = q
    .select({
      accountRef: reconcileRuns.accountRef,
      region: reconcileRuns.region,
      startedAt: sql<number>`max(${reconcileRuns.startedAt})`.as("latest_started_at"),
    })
    .from(reconcileRuns)
    .where(and(inScope(reconcileRuns.accountRef, scope), lte(reconcileRuns.startedAt, now)))
    .groupBy(reconcileRuns.accountRef, reconcileRuns.region)
    .as("latest");
  const rows = await q
    .select({ run: reconcileRuns, accountId: accounts.accountId })
    .from(reconcileRuns)
    .innerJoin(accounts, eq(accounts.id, reconcileRuns.accountRef))
    .innerJoin(
      latest,
      and(
        eq(latest.accountRef, reconcileRuns.accountRef),
        eq(latest.region, reconcileRuns.region),
        eq(latest.startedAt, reconcileRuns.startedAt),
      ),
    )
    .orderBy(
      desc(reconcileRuns.startedAt),
      sql`${reconcileRuns.endedAt} is not null`,
      desc(reconcileRuns.id),
    );
  // Of those that began in one instant, what is under way comes first.
  return [...new Map(rows.toReversed().map((row) => [placeKey(row.run), row])).values()];
}

/** Runs and resolved findings that nobody will ask for any more; answers with how many went. */
export async function deleteOld(
  tx: Tx,
  options: { before: number; limit: number },
): Promise<number> {
  const runs = tx
    .select({ id: reconcileRuns.id })
    .from(reconcileRuns)
    .where(lt(reconcileRuns.startedAt, options.before))
    .limit(options.limit);
  const gone = await tx.delete(reconcileRuns).where(inArray(reconcileRuns.id, runs));
  const resolved = tx
    .select({ id: findings.id })
    .from(findings)
    .where(lt(findings.resolvedAt, options.before))
    .limit(options.limit);
  const old = await tx.delete(findings).where(inArray(findings.id, resolved));
  return gone.rowsAffected + old.rowsAffected;
}

/** accounts.id to the 12 digits. */
export async function listAccountIds(
  q: Queryable,
  scope: AccountScope,
): Promise<Map<string, string>> {
  const rows = await q
    .select({ id: accounts.id, accountId: accounts.accountId })
    .from(accounts)
    .where(inScope(accounts.id, scope));
  return new Map(rows.map(({ id, accountId }) => [id, accountId]));
}
