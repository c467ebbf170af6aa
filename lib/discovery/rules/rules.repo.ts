import { asc, eq, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "../../db/client";
import { protectionRules } from "../../db/schema";
import type { Tx } from "../../db/tx";

export type RuleRow = typeof protectionRules.$inferSelect;

export async function findRule(q: Queryable, id: string): Promise<RuleRow | null> {
  const [row] = await q.select().from(protectionRules).where(eq(protectionRules.id, id)).limit(1);
  return row ?? null;
}

export async function findRuleNamed(q: Queryable, name: string): Promise<RuleRow | null> {
  const [row] = await q
    .select()
    .from(protectionRules)
    .where(sql`lower(${protectionRules.name}) = lower(${name})`)
    .limit(1);
  return row ?? null;
}

/** In the order in which they protect: the oldest first. */
export async function listRuleRows(q: Queryable): Promise<RuleRow[]> {
  return q
    .select()
    .from(protectionRules)
    .orderBy(asc(protectionRules.createdAt), asc(protectionRules.id));
}

export async function listFellRules(q: Queryable): Promise<RuleRow[]> {
  return q.select().from(protectionRules).where(isNotNull(protectionRules.fellAt));
}

export async function insertRule(tx: Tx, row: RuleRow): Promise<void> {
  await tx.insert(protectionRules).values(row);
}

export async function patchRule(
  tx: Tx,
  id: string,
  set: Partial<Omit<RuleRow, "id">>,
): Promise<void> {
  await tx.update(protectionRules).set(set).where(eq(protectionRules.id, id));
}

export async function addProtected(tx: Tx, { id, by }: { id: string; by: number }): Promise<void> {
  await tx
    .update(protectionRules)
    .set({ protectedCount: sql`${protectionRules.protectedCount} + ${by}` })
    .where(eq(protectionRules.id, id));
}

export async function deleteRuleRow(tx: Tx, id: string): Promise<void> {
  await tx.delete(protectionRules).where(eq(protectionRules.id, id));
}

/** Names of the rules that give this schedule or this policy to what they protect. */
export async function listRulesGiving(
  q: Queryable,
  gift: { scheduleId: string } | { policyId: string },
): Promise<RuleRow[]> {
  const rules = await listRuleRows(q);
  const gives = ({ schedules, retentionPolicyId }: RuleRow) =>
    "policyId" in gift
      ? retentionPolicyId === gift.policyId
      : schedules.some((choice) => Reflect.get(Object(choice), "scheduleId") === gift.scheduleId);
  return rules.filter(gives);
}
