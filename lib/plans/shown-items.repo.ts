import { inArray } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, backups, instances } from "../db/schema";
import type { PlanItemRow } from "./plan-row";

/** An item with what its page names. */
export interface ShownItem {
  item: PlanItemRow;
  /** The 12 digits. */
  accountId: string;
  instance: { id: string; instanceId: string; name: string } | null;
  imageCreatedAt: number | null;
  survivors: Array<{ backupId: string; imageId: string | null }>;
}

export async function showItems(q: Queryable, items: readonly PlanItemRow[]): Promise<ShownItem[]> {
  const backupIds = new Set(
    items.flatMap(({ backupId, survivorIds }) => [...survivorIds, ...(backupId ? [backupId] : [])]),
  );
  const rows = await q
    .select({ id: backups.id, imageId: backups.imageId, imageCreatedAt: backups.imageCreatedAt })
    .from(backups)
    .where(inArray(backups.id, [...backupIds]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const refs = new Set(items.flatMap(({ instanceRef }) => instanceRef ?? []));
  const named = await q
    .select({ id: instances.id, instanceId: instances.instanceId, name: instances.name })
    .from(instances)
    .where(inArray(instances.id, [...refs]));
  const instanceById = new Map(named.map((row) => [row.id, row]));
  const digits = await q
    .select({ id: accounts.id, accountId: accounts.accountId })
    .from(accounts)
    .where(inArray(accounts.id, [...new Set(items.map(({ accountRef }) => accountRef))]));
  const accountById = new Map(digits.map((row) => [row.id, row.accountId]));
  return items.map((item) => ({
    item,
    accountId: accountById.get(item.accountRef) ?? "",
    instance: instanceById.get(item.instanceRef ?? "") ?? null,
    imageCreatedAt: byId.get(item.backupId ?? "")?.imageCreatedAt ?? null,
    survivors: item.survivorIds.map((backupId) => ({
      backupId,
      imageId: byId.get(backupId)?.imageId ?? null,
    })),
  }));
}
