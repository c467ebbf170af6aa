import { and, asc, count, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { instances, scheduleLinks, schedules } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Schedule } from "./schedule-spec.pure";
import type { ScheduleRow } from "./schedule-row";

export async function findSchedule(q: Queryable, scheduleId: string): Promise<ScheduleRow | null> {
  const [row] = await q
    .select()
    .from(schedules)
    .where(and(eq(schedules.id, scheduleId), isNull(schedules.deletedAt)))
    .limit(1);
  return row ?? null;
}

/** Those that are on and that an instance follows. */
export async function listFollowedSchedules(q: Queryable): Promise<ScheduleRow[]> {
  const followed = sql`exists (select 1 from ${scheduleLinks}
    where ${scheduleLinks.scheduleId} = ${schedules.id} and ${scheduleLinks.deletedAt} is null)`;
  return q
    .select()
    .from(schedules)
    .where(and(eq(schedules.enabled, true), isNull(schedules.deletedAt), followed));
}

/** All there are, by name: what a form needs of them, and no more. */
export async function selectScheduleChoices(q: Queryable) {
  const { id, name, cron, zone, isDefault, autoNamed } = schedules;
  return q
    .select({ id, name, cron, zone, isDefault, autoNamed })
    .from(schedules)
    .where(isNull(schedules.deletedAt))
    .orderBy(asc(name), asc(id));
}

export async function findDefaultSchedule(q: Queryable): Promise<ScheduleRow | null> {
  const [row] = await q
    .select()
    .from(schedules)
    .where(and(eq(schedules.isDefault, true), isNull(schedules.deletedAt)))
    .limit(1);
  return row ?? null;
}

/** The schedule that instances share which were given the same text. */
export async function findAutoNamedSchedule(
  q: Queryable,
  { cron, zone }: Schedule,
): Promise<ScheduleRow | null> {
  const [row] = await q
    .select()
    .from(schedules)
    .where(
      and(
        eq(schedules.cron, cron),
        eq(schedules.zone, zone),
        eq(schedules.autoNamed, true),
        eq(schedules.enabled, true),
        isNull(schedules.deletedAt),
      ),
    )
    .limit(1);
  return row ?? null;
}

export async function findScheduleNamed(q: Queryable, name: string): Promise<ScheduleRow | null> {
  const [row] = await q
    .select()
    .from(schedules)
    .where(and(eq(schedules.name, name), isNull(schedules.deletedAt)))
    .limit(1);
  return row ?? null;
}

export async function insertSchedule(tx: Tx, row: typeof schedules.$inferInsert) {
  const [inserted] = await tx.insert(schedules).values(row).returning();
  if (!inserted) throw new Error("An insert returns its row.");
  return inserted;
}

export async function patchSchedule(
  tx: Tx,
  scheduleId: string,
  patch: Partial<Omit<ScheduleRow, "id">>,
): Promise<ScheduleRow> {
  const [patched] = await tx
    .update(schedules)
    .set(patch)
    .where(eq(schedules.id, scheduleId))
    .returning();
  if (!patched) throw new Error(`The schedule ${scheduleId} was read in this transaction.`);
  return patched;
}

/** Instances that follow each of these schedules and that the caller may see. */
export async function countInstances(
  q: Queryable,
  { scheduleIds, accounts }: { scheduleIds: readonly string[]; accounts: AccountScope },
): Promise<ReadonlyMap<string, { all: number; byAws: number }>> {
  if (scheduleIds.length === 0) return new Map();
  const rows = await q
    .select({
      scheduleId: scheduleLinks.scheduleId,
      all: sql<number>`count(*)`,
      byAws: sql<number>`sum(${scheduleLinks.scheduler} = 'eventbridge' and ${scheduleLinks.awsVersion} = ${schedules.version})`,
    })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .where(
      and(
        inArray(scheduleLinks.scheduleId, [...scheduleIds]),
        isNull(scheduleLinks.deletedAt),
        accounts === "all" ? undefined : inArray(instances.accountRef, [...accounts]),
      ),
    )
    .groupBy(scheduleLinks.scheduleId);
  return new Map(
    rows.map(({ scheduleId, all, byAws }) => [scheduleId, { all, byAws: byAws ?? 0 }]),
  );
}

/** The instances that follow a schedule, as far as the caller may see them, by name. */
export async function listFollowers(
  q: Queryable,
  { scheduleId, accounts, limit }: { scheduleId: string; accounts: AccountScope; limit: number },
): Promise<Array<{ instanceId: string; name: string }>> {
  return q
    .select({
      instanceId: instances.instanceId,
      name: instances.name,
    })
    .from(scheduleLinks)
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .where(follows({ scheduleId, accounts }))
    .orderBy(asc(instances.name), asc(instances.id))
    .limit(limit);
}

export async function countFollowers(
  q: Queryable,
  of: { scheduleId: string; accounts: AccountScope },
): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(scheduleLinks)
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .where(follows(of));
  return row?.n ?? 0;
}

function follows({ scheduleId, accounts }: { scheduleId: string; accounts: AccountScope }) {
  return and(
    eq(scheduleLinks.scheduleId, scheduleId),
    isNull(scheduleLinks.deletedAt),
    inScope(instances.accountRef, accounts),
  );
}

/** Schedules whose links are not all planned anew yet. */
export async function listUnaligned(q: Queryable, limit: number): Promise<ScheduleRow[]> {
  return (
    q
      .select()
      .from(schedules)
      // A literal, not a parameter: only so does SQLite use the partial index.
      .where(sql`${schedules.aligned} = 0`)
      .limit(limit)
  );
}

export async function markAligned(
  tx: Tx,
  { scheduleId, version }: { scheduleId: string; version: number },
): Promise<void> {
  await tx
    .update(schedules)
    .set({ aligned: true })
    .where(and(eq(schedules.id, scheduleId), eq(schedules.version, version)));
}

/** Schedules made for a text go with the last instance that was given it; answers with those. */
export async function retireUnusedSchedules(
  tx: Tx,
  { scheduleIds, now }: { scheduleIds: readonly string[]; now: number },
): Promise<string[]> {
  if (scheduleIds.length === 0) return [];
  const used = tx
    .select({ id: scheduleLinks.scheduleId })
    .from(scheduleLinks)
    .where(
      and(inArray(scheduleLinks.scheduleId, [...scheduleIds]), isNull(scheduleLinks.deletedAt)),
    );
  const retired = await tx
    .update(schedules)
    .set({ deletedAt: now, updatedAt: now })
    .where(
      and(
        inArray(schedules.id, [...scheduleIds]),
        eq(schedules.autoNamed, true),
        isNull(schedules.deletedAt),
        notInArray(schedules.id, used),
      ),
    )
    .returning({ id: schedules.id });
  return retired.map(({ id }) => id);
}
