import { and, asc, count, eq, inArray, isNull, lte, max, ne, or } from "drizzle-orm";
import type { BackupRow } from "../backups/backup-row";
import { unindexed } from "../backups/unindexed";
import type { Queryable } from "../db/client";
import {
  accounts,
  attempts,
  backupEvents,
  backups,
  instances,
  planItems,
  plans,
} from "../db/schema";
import type { PlanKind, PlanStatus } from "../db/schema/constants";

export interface Place {
  accountRef: string;
  region: string;
}

/** A backup that is being removed, with all that a step needs to know. */
export interface Removal {
  backup: BackupRow & { imageId: string };
  /** The 12 digits. */
  accountId: string;
  credentialId: string | null;
  /** The attempt that made its image: what the tag must say. */
  attemptNumber: number;
  /** Null for one that a person removes by itself. */
  plan: { kind: PlanKind; status: PlanStatus } | null;
  /** When what refers to its image was last looked for; null: nobody knows. */
  lookedAt: number | null;
}

const PLACES_MAX = 500;

const dueRemoval = (now: number) =>
  and(lte(backups.notBeforeAt, now), eq(backups.status, "deleting"));

/** Accounts and regions in which a removal waits for its next step. */
export async function listRemovalPlaces(q: Queryable, now: number): Promise<Place[]> {
  return q
    .selectDistinct({ accountRef: backups.accountRef, region: backups.region })
    .from(backups)
    .where(dueRemoval(now))
    .limit(PLACES_MAX);
}

/** The longest due first; none that another process holds. */
export async function listDueRemovals(
  q: Queryable,
  options: Place & { now: number; limit: number },
): Promise<Removal[]> {
  const { now, accountRef, region, limit } = options;
  return selectRemovals(
    q,
    await q
      .select()
      .from(backups)
      .where(
        and(
          dueRemoval(now),
          or(isNull(backups.leaseToken), lte(backups.leaseExpiresAt, now)),
          eq(unindexed(backups.accountRef), accountRef),
          eq(backups.region, region),
        ),
      )
      .orderBy(asc(backups.notBeforeAt), asc(backups.id))
      .limit(limit),
  );
}

export async function findRemoval(q: Queryable, backupId: string): Promise<Removal | null> {
  const rows = await q.select().from(backups).where(eq(backups.id, backupId)).limit(1);
  const [found] = await selectRemovals(q, rows);
  return found ?? null;
}

async function selectRemovals(q: Queryable, rows: readonly BackupRow[]): Promise<Removal[]> {
  const refs = [...new Set(rows.map((row) => row.instanceRef))];
  const places = new Map(
    (
      await q
        .select({
          id: instances.id,
          credentialId: instances.credentialId,
          accountId: accounts.accountId,
        })
        .from(instances)
        .innerJoin(accounts, eq(accounts.id, instances.accountRef))
        .where(inArray(instances.id, refs))
    ).map((place) => [place.id, place]),
  );
  const made = await q
    .select({ backupId: attempts.backupId, imageId: attempts.imageId, number: attempts.number })
    .from(attempts)
    .where(
      inArray(
        attempts.backupId,
        rows.map(({ id }) => id),
      ),
    );
  const numbers = new Map(made.map((row) => [`${row.backupId} ${row.imageId}`, row.number]));
  const plansOf = await findPlans(q, rows);
  const starts = await findStarts(
    q,
    rows.filter(({ removalItemId }) => !plansOf.has(removalItemId ?? "")),
  );
  return rows.flatMap((backup) => {
    const { imageId } = backup;
    const place = places.get(backup.instanceRef);
    if (!place || imageId === null) return [];
    const plan = plansOf.get(backup.removalItemId ?? "");
    return [
      {
        backup: { ...backup, imageId },
        accountId: place.accountId,
        credentialId: place.credentialId,
        attemptNumber: numbers.get(`${backup.id} ${imageId}`) ?? backup.attemptNumber,
        plan: plan ?? null,
        lookedAt: (plan ? plan.evidenceAt : starts.get(backup.id)) ?? null,
      },
    ];
  });
}

type PlanOfItem = NonNullable<Removal["plan"]> & { evidenceAt: number | null };

async function findPlans(
  q: Queryable,
  rows: readonly BackupRow[],
): Promise<ReadonlyMap<string, PlanOfItem>> {
  const itemIds = rows.flatMap((row) => row.removalItemId ?? []);
  if (itemIds.length === 0) return new Map();
  const found = await q
    .select({
      itemId: planItems.id,
      evidenceAt: planItems.evidenceAt,
      kind: plans.kind,
      status: plans.status,
    })
    .from(planItems)
    .innerJoin(plans, eq(plans.id, planItems.planId))
    .where(inArray(planItems.id, itemIds));
  return new Map(found.map(({ itemId, ...plan }) => [itemId, plan]));
}

/** When a person said so, who had just been shown what refers to it: its own time line has it. */
async function findStarts(
  q: Queryable,
  rows: readonly BackupRow[],
): Promise<ReadonlyMap<string, number | null>> {
  const ids = rows.filter(({ status }) => status === "deleting").map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const found = await q
    .select({ backupId: backupEvents.backupId, at: max(backupEvents.at) })
    .from(backupEvents)
    .where(and(inArray(backupEvents.backupId, ids), eq(backupEvents.type, "status.deleting")))
    .groupBy(backupEvents.backupId);
  return new Map(found.map(({ backupId, at }) => [backupId, at]));
}

/** What the records say of backups that are to stay. */
export async function findStaying(
  q: Queryable,
  backupIds: readonly string[],
): Promise<Array<Pick<BackupRow, "id" | "status" | "imageId" | "instanceRef">>> {
  if (backupIds.length === 0) return [];
  return q
    .select({
      id: backups.id,
      status: backups.status,
      imageId: backups.imageId,
      instanceRef: backups.instanceRef,
    })
    .from(backups)
    .where(inArray(backups.id, [...backupIds]));
}

/** Confirmed images of an instance beside one of them; `free` of them are not held. */
export async function countOthers(
  q: Queryable,
  { instanceRef, except }: { instanceRef: string; except: string },
): Promise<{ all: number; free: number }> {
  const others = and(
    eq(backups.instanceRef, instanceRef),
    eq(backups.status, "available"),
    ne(backups.id, except),
  );
  const [row] = await q
    .select({ all: count(), held: count(backups.heldAt) })
    .from(backups)
    .where(others);
  const all = row?.all ?? 0;
  return { all, free: all - (row?.held ?? 0) };
}
