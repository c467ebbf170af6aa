import { and, desc, eq, gt, isNotNull, isNull, notInArray } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups, instances, retentionPolicies } from "../db/schema";
import { floorOf } from "../retention/plan-retention.pure";

type PolicyRow = typeof retentionPolicies.$inferSelect;

/** A new installation's; see lib/retention. */
const FLOOR = 2;

/** The instance's own policy, or the default one. */
export async function findPolicyOf(q: Queryable, instanceRef: string): Promise<PolicyRow | null> {
  const [own] = await q
    .select({ policy: retentionPolicies })
    .from(instances)
    .innerJoin(retentionPolicies, eq(retentionPolicies.id, instances.retentionPolicyId))
    .where(and(eq(instances.id, instanceRef), isNull(retentionPolicies.deletedAt)))
    .limit(1);
  if (own) return own.policy;
  const [standard] = await q
    .select()
    .from(retentionPolicies)
    .where(and(eq(retentionPolicies.isDefault, true), isNull(retentionPolicies.deletedAt)))
    .limit(1);
  return standard ?? null;
}

/** How many confirmed images of an instance stay whatever is asked for; at least 1. */
export async function findFloor(q: Queryable, instanceRef: string): Promise<number> {
  return floorOf((await findPolicyOf(q, instanceRef)) ?? { floor: FLOOR });
}

interface NewestQuery {
  instanceRef: string;
  limit: number;
  /** Without these. */
  except?: readonly string[];
  /** Only what became available after this instant. */
  after?: number;
}

/** The newest confirmed images of an instance that nobody holds. */
export async function findNewest(q: Queryable, wanted: NewestQuery): Promise<string[]> {
  const { instanceRef, limit, except = [], after } = wanted;
  const rows = await q
    .select({ id: backups.id })
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        eq(backups.status, "available"),
        isNull(backups.heldAt),
        isNotNull(backups.imageId),
        notInArray(backups.id, [...except]),
        after === undefined ? undefined : gt(backups.endedAt, after),
      ),
    )
    .orderBy(desc(backups.imageCreatedAt), desc(backups.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}
