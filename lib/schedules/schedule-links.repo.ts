import {
  and,
  asc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  notInArray,
  sql,
  type SQL,
} from "drizzle-orm";
import type { BackupTarget } from "../backups/backup-target.repo";
import type { Queryable } from "../db/client";
import { accounts, instances, scheduleLinks, schedules } from "../db/schema";
import type { InstanceState } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import type { LinkRow, ScheduleRow } from "./schedule-row";

/** An instance as far as its schedules ask. */
export interface PlanTarget extends BackupTarget {
  paused: boolean;
  state: InstanceState;
  removedAt: number | null;
}

/** A link with everything that decides its due moments, and no more: a thousand are read at once. */
export interface LinkFacts {
  link: Omit<LinkRow, "createdAt">;
  schedule: Pick<
    ScheduleRow,
    | "id"
    | "name"
    | "cron"
    | "zone"
    | "enabled"
    | "startWindowMs"
    | "spreadMs"
    | "version"
    | "timingChangedAt"
  >;
  target: PlanTarget;
}

const LINK_COLUMNS = {
  id: scheduleLinks.id,
  scheduleId: scheduleLinks.scheduleId,
  instanceRef: scheduleLinks.instanceRef,
  nextDueAt: scheduleLinks.nextDueAt,
  pausedAt: scheduleLinks.pausedAt,
  plannedVersion: scheduleLinks.plannedVersion,
  scheduler: scheduleLinks.scheduler,
  awsFromAt: scheduleLinks.awsFromAt,
  awsVersion: scheduleLinks.awsVersion,
  deletedAt: scheduleLinks.deletedAt,
};

const SCHEDULE_COLUMNS = {
  id: schedules.id,
  name: schedules.name,
  cron: schedules.cron,
  zone: schedules.zone,
  enabled: schedules.enabled,
  startWindowMs: schedules.startWindowMs,
  spreadMs: schedules.spreadMs,
  version: schedules.version,
  timingChangedAt: schedules.timingChangedAt,
};

export const TARGET_COLUMNS = {
  id: instances.id,
  accountRef: instances.accountRef,
  accountId: accounts.accountId,
  region: instances.region,
  instanceId: instances.instanceId,
  name: instances.name,
  rebootOnBackup: instances.rebootOnBackup,
  paused: instances.paused,
  state: instances.state,
  removedAt: instances.removedAt,
};

export async function findPlanTarget(
  q: Queryable,
  instanceRef: string,
): Promise<PlanTarget | null> {
  const [target] = await q
    .select(TARGET_COLUMNS)
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(eq(instances.id, instanceRef))
    .limit(1);
  return target ?? null;
}

/** The credential by which an instance is backed up. */
export async function findReachedBy(q: Queryable, instanceRef: string): Promise<string | null> {
  const [row] = await q
    .select({ credentialId: instances.credentialId })
    .from(instances)
    .where(eq(instances.id, instanceRef))
    .limit(1);
  return row?.credentialId ?? null;
}

/** The live links of an instance. */
export async function listInstanceLinks(q: Queryable, instanceRef: string): Promise<LinkFacts[]> {
  return selectFacts(q, eq(scheduleLinks.instanceRef, instanceRef))
    .orderBy(asc(scheduleLinks.id))
    .limit(1_000);
}

export async function listLinksById(q: Queryable, ids: readonly string[]): Promise<LinkFacts[]> {
  if (ids.length === 0) return [];
  return selectFacts(q, inArray(scheduleLinks.id, [...ids]));
}

export interface DueLinkCursor {
  nextDueAt: number;
  linkId: string;
}

export interface DueLinkOptions {
  now: number;
  limit: number;
  /** The last one of the page before. */
  after: DueLinkCursor | null;
  scheduleId?: string;
}

/** Links whose next due moment has come, oldest first; stale ones are planned anew before. */
export async function listDueLinks(
  q: Queryable,
  { now, limit, after, scheduleId }: DueLinkOptions,
): Promise<LinkFacts[]> {
  return selectFacts(
    q,
    and(
      isNotNull(scheduleLinks.nextDueAt),
      lte(scheduleLinks.nextDueAt, now),
      eq(scheduleLinks.plannedVersion, schedules.version),
      scheduleId === undefined ? undefined : eq(scheduleLinks.scheduleId, scheduleId),
      // As one comparison SQLite finds the place in the index: thousands may be due in one moment.
      after === null
        ? undefined
        : sql`(${scheduleLinks.nextDueAt}, ${scheduleLinks.id}) > (${after.nextDueAt}, ${after.linkId})`,
    ),
  )
    .orderBy(asc(scheduleLinks.nextDueAt), asc(scheduleLinks.id))
    .limit(limit);
}

/** Links that were planned by an earlier version of their schedule. */
export async function listStaleLinks(
  q: Queryable,
  { scheduleId, limit }: { scheduleId: string; limit: number },
): Promise<LinkFacts[]> {
  return selectFacts(
    q,
    and(
      eq(scheduleLinks.scheduleId, scheduleId),
      ne(scheduleLinks.plannedVersion, schedules.version),
    ),
  ).limit(limit);
}

/** Live links without a next moment although nothing they depend on rests, by id. */
export async function listRestingLinks(
  q: Queryable,
  { afterId, limit }: { afterId: string; limit: number },
): Promise<string[]> {
  const rows = await q
    .select({ id: scheduleLinks.id })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .where(and(gt(scheduleLinks.id, afterId), restsWithoutReason()))
    .orderBy(asc(scheduleLinks.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Live, without a next moment, although nothing that it depends on rests. */
export function restsWithoutReason(): SQL | undefined {
  return and(
    isNull(scheduleLinks.nextDueAt),
    isNull(scheduleLinks.deletedAt),
    isNull(scheduleLinks.pausedAt),
    eq(schedules.enabled, true),
    eq(instances.paused, false),
    isNull(instances.removedAt),
    notInArray(instances.state, ["terminated", "vanished"]),
  );
}

/** The earliest due moment of all, or null. */
export async function findEarliestDue(q: Queryable): Promise<number | null> {
  const [first] = await q
    .select({ dueAt: scheduleLinks.nextDueAt })
    .from(scheduleLinks)
    .where(and(isNotNull(scheduleLinks.nextDueAt), isNull(scheduleLinks.deletedAt)))
    .orderBy(asc(scheduleLinks.nextDueAt))
    .limit(1);
  return first?.dueAt ?? null;
}

/** Also one that has ended. */
export async function findLink(
  q: Queryable,
  { scheduleId, instanceRef }: { scheduleId: string; instanceRef: string },
): Promise<LinkRow | null> {
  const [link] = await q
    .select()
    .from(scheduleLinks)
    .where(
      and(eq(scheduleLinks.scheduleId, scheduleId), eq(scheduleLinks.instanceRef, instanceRef)),
    )
    .limit(1);
  return link ?? null;
}

/** The tick fires its moments; AWS does only once it was told anew. */
export const FIRED_HERE = { scheduler: "local", awsFromAt: null, awsVersion: null } as const;

/** New, or the one that was there before, back again: what it did before counts no more. */
export async function upsertLink(
  tx: Tx,
  row: Pick<LinkRow, "id" | "scheduleId" | "instanceRef" | "createdAt"> & {
    pausedAt: number | null;
  },
): Promise<LinkRow> {
  const [link] = await tx
    .insert(scheduleLinks)
    .values(row)
    .onConflictDoUpdate({
      target: [scheduleLinks.scheduleId, scheduleLinks.instanceRef],
      set: {
        deletedAt: null,
        pausedAt: row.pausedAt,
        nextDueAt: null,
        createdAt: row.createdAt,
        ...FIRED_HERE,
      },
    })
    .returning();
  if (!link) throw new Error("An upsert returns its row.");
  return link;
}

export async function patchLinks(
  tx: Tx,
  linkIds: readonly string[],
  patch: Partial<
    Pick<
      LinkRow,
      "nextDueAt" | "pausedAt" | "plannedVersion" | "deletedAt" | keyof typeof FIRED_HERE
    >
  >,
): Promise<void> {
  if (linkIds.length === 0) return;
  await tx
    .update(scheduleLinks)
    .set(patch)
    .where(inArray(scheduleLinks.id, [...linkIds]));
}

/** The earliest of the instances' links, and the newest moment that has passed, if there is one. */
export async function refreshDueMoments(
  tx: Tx,
  { instanceRefs, passedAt }: { instanceRefs: readonly string[]; passedAt?: number },
): Promise<void> {
  if (instanceRefs.length === 0) return;
  const earliest = sql`(select min(${scheduleLinks.nextDueAt}) from ${scheduleLinks} where ${scheduleLinks.instanceRef} = ${instances.id} and ${scheduleLinks.deletedAt} is null)`;
  await tx
    .update(instances)
    .set({
      nextDueAt: earliest,
      ...(passedAt === undefined
        ? {}
        : { lastDueAt: sql`max(coalesce(${instances.lastDueAt}, 0), ${passedAt})` }),
    })
    .where(inArray(instances.id, [...instanceRefs]));
}

function selectFacts(q: Queryable, condition: SQL | undefined) {
  return q
    .select({ link: LINK_COLUMNS, schedule: SCHEDULE_COLUMNS, target: TARGET_COLUMNS })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(and(isNull(scheduleLinks.deletedAt), condition));
}
