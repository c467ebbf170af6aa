import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { retentionPolicies } from "../db/schema";
import type { Tx } from "../db/tx";

export type RetentionPolicyRow = typeof retentionPolicies.$inferSelect;

export async function findDefaultPolicy(q: Queryable): Promise<RetentionPolicyRow | null> {
  const [row] = await q
    .select()
    .from(retentionPolicies)
    .where(and(eq(retentionPolicies.isDefault, true), isNull(retentionPolicies.deletedAt)))
    .limit(1);
  return row ?? null;
}

export async function insertPolicy(
  tx: Tx,
  row: typeof retentionPolicies.$inferInsert,
): Promise<void> {
  await tx.insert(retentionPolicies).values(row);
}

export async function patchPolicy(
  tx: Tx,
  policyId: string,
  patch: { keepDays: number; updatedAt: number },
): Promise<void> {
  await tx.update(retentionPolicies).set(patch).where(eq(retentionPolicies.id, policyId));
}
