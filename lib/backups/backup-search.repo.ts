import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { holdsText } from "../db/holds-text";
import { backups, instances, scheduleLinks, snapshots } from "../db/schema";
import { unindexed } from "./unindexed";

export interface FoundInstances {
  /** Few enough to walk each; null when there are more. */
  refs: string[] | null;
  /** The same, for whatever is walked instead. */
  condition: SQL;
}

/** Above so many the backups of these instances are a good part of all. */
const WALKED_INSTANCES_MAX = 50;
const SNAPSHOT_BACKUPS_MAX = 20;

/** An id or a name that AWS or we gave finds its row by an index; null: it is no such text. */
export async function resolveSearch(
  q: Queryable,
  search: string | undefined,
): Promise<SQL[] | null> {
  const text = search?.trim() ?? "";
  if (/^ami-[0-9a-z]+$/.test(text)) return [eq(backups.imageId, text)];
  if (/^bak_[0-9a-z]+$/.test(text)) return [eq(backups.id, text)];
  if (/^i-[0-9a-f]+-\d{8}T\d{6}Z-[a-z2-7]+$/.test(text)) return [eq(backups.imageName, text)];
  if (!/^snap-[0-9a-z]+$/.test(text)) return null;
  const rows = await q
    .selectDistinct({ backupId: snapshots.backupId })
    .from(snapshots)
    .where(eq(snapshots.snapshotId, text))
    .limit(SNAPSHOT_BACKUPS_MAX);
  return rows.map(({ backupId }) => eq(backups.id, backupId));
}

interface InstanceFilter {
  instanceRef?: string | undefined;
  accountRefs: readonly string[] | null;
  region?: string | undefined;
  scheduleId?: string | undefined;
  search?: string | undefined;
}

/** Names, places and schedules are the instances', which are few beside their backups. */
export async function resolveInstances(
  q: Queryable,
  filter: InstanceFilter,
): Promise<FoundInstances | null> {
  const { instanceRef, accountRefs, region, scheduleId } = filter;
  const text = filter.search?.trim() ?? "";
  const narrows =
    instanceRef !== undefined ||
    text !== "" ||
    scheduleId !== undefined ||
    (accountRefs !== null && region !== undefined);
  if (!narrows) return null;
  const condition = and(
    instanceRef === undefined ? undefined : eq(instances.id, instanceRef),
    accountRefs === null ? undefined : inArray(instances.accountRef, [...accountRefs]),
    region === undefined ? undefined : eq(instances.region, region),
    scheduleId === undefined ? undefined : follows(scheduleId),
    text === "" ? undefined : isNamed(text),
  );
  const rows = await q
    .select({ id: instances.id })
    .from(instances)
    .where(condition)
    .limit(WALKED_INSTANCES_MAX + 1);
  return {
    refs: rows.length > WALKED_INSTANCES_MAX ? null : rows.map(({ id }) => id),
    condition: sql`${unindexed(backups.instanceRef)} in (select ${instances.id} from ${instances} where ${condition})`,
  };
}

/** Links of the past too: their backups are there. */
function follows(scheduleId: string): SQL {
  return sql`exists (select 1 from ${scheduleLinks} where ${scheduleLinks.scheduleId} = ${scheduleId} and ${scheduleLinks.instanceRef} = ${instances.id})`;
}

function isNamed(text: string): SQL | undefined {
  return or(holdsText(instances.name, text), holdsText(instances.instanceId, text));
}
