import { asc, eq, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { accounts, backupTags, instances, schedules } from "../db/schema";

const TAG_KEYS_MAX = 50;

/** Of accounts with instances, removed ones too: their backups are there. */
export async function listPlacesOfInstances(
  q: Queryable,
  scope: AccountScope,
): Promise<Array<{ accountId: string; region: string }>> {
  return q
    .selectDistinct({ accountId: accounts.accountId, region: instances.region })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(inScope(instances.accountRef, scope));
}

/** Those of the past too, as far as they have a name. */
export async function listScheduleNames(
  q: Queryable,
): Promise<Array<{ id: string; name: string; isDeleted: boolean }>> {
  const rows = await q
    .select({ id: schedules.id, name: schedules.name, deletedAt: schedules.deletedAt })
    .from(schedules)
    .orderBy(asc(schedules.name));
  return rows.map(({ id, name, deletedAt }) => ({ id, name, isDeleted: deletedAt !== null }));
}

/** From one name to the next along the index, however many backups carry each. */
export async function listTagKeys(q: Queryable): Promise<string[]> {
  const keys: string[] = [];
  for (let after = ""; keys.length < TAG_KEYS_MAX; after = keys.at(-1) ?? "") {
    const [next] = await q
      .select({ key: backupTags.key })
      .from(backupTags)
      .where(sql`${backupTags.key} > ${after}`)
      .orderBy(asc(backupTags.key))
      .limit(1);
    if (!next) break;
    keys.push(next.key);
  }
  return keys;
}
