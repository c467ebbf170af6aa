import { and, eq, inArray, isNull, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import { accounts, credentials, instances, scheduleLinks, schedules } from "#lib/db/schema/index";
import type { Tx } from "#lib/db/tx";
import { healthReason } from "./health.repo";
import type { HealthReason } from "./instance-health.pure";
import { replaceTags } from "./tags.repo";

export type InstanceRecord = typeof instances.$inferSelect;

/** An instance with what its page shows beside it. */
export interface InstanceRow {
  instance: InstanceRecord;
  /** The 12 digits. */
  accountId: string;
  partition: string;
  credentialName: string | null;
  healthReason: HealthReason;
}

export const liveCredential = and(
  eq(credentials.id, instances.credentialId),
  isNull(credentials.deletedAt),
);

export function selectInstances(q: Queryable, options: { now: number; where: SQL | undefined }) {
  return q
    .select({
      instance: instances,
      accountId: accounts.accountId,
      partition: accounts.partition,
      credentialName: credentials.name,
      healthReason: healthReason(options.now),
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .leftJoin(credentials, liveCredential)
    .where(options.where);
}

/** Also one that was removed: its backups still point at it. */
export async function findInstance(
  q: Queryable,
  options: { id: string; accounts: AccountScope; now: number },
): Promise<InstanceRow | null> {
  const where = and(eq(instances.id, options.id), inScope(instances.accountRef, options.accounts));
  const [row] = await selectInstances(q, { now: options.now, where }).limit(1);
  return row ?? null;
}

/** Those of them that are protected and within the caller's accounts. */
export async function listProtected(
  q: Queryable,
  options: { ids: readonly string[]; accounts: AccountScope },
): Promise<InstanceRecord[]> {
  if (options.ids.length === 0) return [];
  return q
    .select()
    .from(instances)
    .where(
      and(
        inArray(instances.id, [...options.ids]),
        isNull(instances.removedAt),
        inScope(instances.accountRef, options.accounts),
      ),
    );
}

/** The same with what their pages show beside them, in no order. */
export async function listInstancesById(
  q: Queryable,
  options: { ids: readonly string[]; accounts: AccountScope; now: number },
): Promise<InstanceRow[]> {
  if (options.ids.length === 0) return [];
  return selectInstances(q, {
    now: options.now,
    where: and(
      inArray(instances.id, [...options.ids]),
      isNull(instances.removedAt),
      inScope(instances.accountRef, options.accounts),
    ),
  });
}

/** By what makes it unique, the removed included. */
export async function findInstanceByAwsId(
  q: Queryable,
  key: { accountRef: string; region: string; instanceId: string },
): Promise<InstanceRecord | null> {
  const [row] = await q
    .select()
    .from(instances)
    .where(
      and(
        eq(instances.accountRef, key.accountRef),
        eq(instances.region, key.region),
        eq(instances.instanceId, key.instanceId),
      ),
    )
    .limit(1);
  return row ?? null;
}

export interface InstanceLinkRow {
  instanceRef: string;
  scheduleId: string;
  name: string;
  cron: string;
  zone: string;
  enabled: boolean;
  scheduler: (typeof scheduleLinks.$inferSelect)["scheduler"];
  nextDueAt: number | null;
}

/** The schedules that these instances follow, oldest link first; links of one moment as they were given. */
export async function listInstanceSchedules(
  q: Queryable,
  instanceRefs: readonly string[],
): Promise<InstanceLinkRow[]> {
  if (instanceRefs.length === 0) return [];
  return q
    .select({
      instanceRef: scheduleLinks.instanceRef,
      scheduleId: schedules.id,
      name: schedules.name,
      cron: schedules.cron,
      zone: schedules.zone,
      enabled: schedules.enabled,
      scheduler: scheduleLinks.scheduler,
      nextDueAt: scheduleLinks.nextDueAt,
    })
    .from(scheduleLinks)
    .innerJoin(schedules, eq(schedules.id, scheduleLinks.scheduleId))
    .where(
      and(inArray(scheduleLinks.instanceRef, [...instanceRefs]), isNull(scheduleLinks.deletedAt)),
    )
    .orderBy(sql`${scheduleLinks}.rowid`);
}

export async function insertInstance(tx: Tx, row: typeof instances.$inferInsert): Promise<void> {
  await tx.insert(instances).values(row);
  await replaceTags(tx, row.id, row.tags);
}

export async function patchInstance(
  tx: Tx,
  id: string,
  patch: Partial<Omit<InstanceRecord, "id">>,
): Promise<void> {
  await tx.update(instances).set(patch).where(eq(instances.id, id));
  if (patch.tags !== undefined) await replaceTags(tx, id, patch.tags);
}
