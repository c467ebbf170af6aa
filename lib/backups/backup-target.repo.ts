import { eq } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, instances } from "../db/schema";
import type { InstanceState } from "../db/schema/constants";

/** What a backup is of, with what its name is made from. */
export interface BackupTarget {
  /** instances.id */
  id: string;
  accountRef: string;
  /** The 12 digits. */
  accountId: string;
  region: string;
  /** EC2's. */
  instanceId: string;
  name: string;
  rebootOnBackup: boolean;
}

export const BACKUP_TARGET_COLUMNS = {
  id: instances.id,
  accountRef: instances.accountRef,
  accountId: accounts.accountId,
  region: instances.region,
  instanceId: instances.instanceId,
  name: instances.name,
  rebootOnBackup: instances.rebootOnBackup,
};

export interface StartTarget extends BackupTarget {
  state: InstanceState;
  credentialId: string | null;
  removedAt: number | null;
}

/** Also one that was removed; null for one that never was. */
export async function findStartTarget(
  q: Queryable,
  instanceRef: string,
): Promise<StartTarget | null> {
  const [target] = await q
    .select({
      ...BACKUP_TARGET_COLUMNS,
      state: instances.state,
      credentialId: instances.credentialId,
      removedAt: instances.removedAt,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(eq(instances.id, instanceRef))
    .limit(1);
  return target ?? null;
}
