import { eq, inArray } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, instances } from "../db/schema";
import type { BackupInstanceFacts } from "./to-backup-dto";

/** Instances as lists of backups name them, by instances.id; removed ones too. */
export async function findInstanceFacts(
  q: Queryable,
  instanceRefs: readonly string[],
): Promise<Map<string, BackupInstanceFacts>> {
  const ids = [...new Set(instanceRefs)];
  if (ids.length === 0) return new Map();
  const rows = await q
    .select({
      id: instances.id,
      instanceId: instances.instanceId,
      name: instances.name,
      region: instances.region,
      accountId: accounts.accountId,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(inArray(instances.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** `aws`, `aws-cn` or `aws-us-gov`, by accounts.id. */
export async function findPartitions(
  q: Queryable,
  accountRefs: readonly string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(accountRefs)];
  if (ids.length === 0) return new Map();
  const rows = await q
    .select({ id: accounts.id, partition: accounts.partition })
    .from(accounts)
    .where(inArray(accounts.id, ids));
  return new Map(rows.map(({ id, partition }) => [id, partition]));
}
