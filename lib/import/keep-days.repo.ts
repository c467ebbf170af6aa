import { and, eq, isNull } from "drizzle-orm";
import type { Context } from "../context";
import { retentionPolicies } from "../db/schema";
import type { Tx } from "../db/tx";
import { newId } from "../ids";

/** A shared policy that keeps so many days; it is not enforced until a person says so. */
export async function findOrAddKeepDays(tx: Tx, ctx: Context, keepDays: number): Promise<string> {
  const name = `Imported: ${keepDays} days`;
  const [known] = await tx
    .select({ id: retentionPolicies.id })
    .from(retentionPolicies)
    .where(and(eq(retentionPolicies.name, name), isNull(retentionPolicies.deletedAt)))
    .limit(1);
  if (known) return known.id;
  const now = ctx.runtime.clock.now();
  const id = newId("pol", now, ctx.runtime.random);
  await tx.insert(retentionPolicies).values({
    id,
    name,
    keepDays,
    tiers: {},
    enforced: false,
    changedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  return id;
}
