import { and, asc, eq, gt, inArray, isNull, notInArray, or, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { holdsText } from "../db/holds-text";
import { inScope } from "../db/in-scope";
import { instances, retentionPolicies } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Cursor } from "../paging";
import type { RetentionPolicyRow } from "./policy-row";

const isLive = isNull(retentionPolicies.deletedAt);
/** An instance's own policy is shown with the instance, never in the list. */
const isShared = isNull(retentionPolicies.instanceRef);

export async function findPolicy(
  q: Queryable,
  policyId: string,
): Promise<RetentionPolicyRow | null> {
  const [row] = await q
    .select()
    .from(retentionPolicies)
    .where(and(eq(retentionPolicies.id, policyId), isLive))
    .limit(1);
  return row ?? null;
}

export async function findDefaultPolicy(q: Queryable): Promise<RetentionPolicyRow | null> {
  const [row] = await q
    .select()
    .from(retentionPolicies)
    .where(and(eq(retentionPolicies.isDefault, true), isLive))
    .limit(1);
  return row ?? null;
}

export async function findOwnPolicy(
  q: Queryable,
  instanceRef: string,
): Promise<RetentionPolicyRow | null> {
  const [row] = await q
    .select()
    .from(retentionPolicies)
    .where(and(eq(retentionPolicies.instanceRef, instanceRef), isLive))
    .limit(1);
  return row ?? null;
}

/** Of the instance that has it for itself; null for one that instances share. */
export async function findPolicyAccount(
  q: Queryable,
  { instanceRef }: Pick<RetentionPolicyRow, "instanceRef">,
): Promise<string | null> {
  if (instanceRef === null) return null;
  const [row] = await q
    .select({ accountRef: instances.accountRef })
    .from(instances)
    .where(eq(instances.id, instanceRef))
    .limit(1);
  return row?.accountRef ?? null;
}

export async function findPolicyNamed(
  q: Queryable,
  name: string,
): Promise<RetentionPolicyRow | null> {
  const [row] = await q
    .select()
    .from(retentionPolicies)
    .where(and(eq(retentionPolicies.name, name), isLive))
    .limit(1);
  return row ?? null;
}

export async function insertPolicy(
  tx: Tx,
  row: typeof retentionPolicies.$inferInsert,
): Promise<RetentionPolicyRow> {
  const [inserted] = await tx.insert(retentionPolicies).values(row).returning();
  if (!inserted) throw new Error("An insert returns its row.");
  return inserted;
}

export async function patchPolicy(
  tx: Tx,
  policyId: string,
  patch: Partial<Omit<RetentionPolicyRow, "id">>,
): Promise<RetentionPolicyRow> {
  const [patched] = await tx
    .update(retentionPolicies)
    .set(patch)
    .where(eq(retentionPolicies.id, policyId))
    .returning();
  if (!patched) throw new Error(`The policy ${policyId} was read in this transaction.`);
  return patched;
}

/** Shared ones by name; one more than `limit`. */
export async function listPolicyPage(
  q: Queryable,
  { search, cursor, limit }: { search: string | undefined; cursor: Cursor | null; limit: number },
): Promise<RetentionPolicyRow[]> {
  const after = cursor
    ? or(
        gt(retentionPolicies.name, String(cursor[0])),
        and(eq(retentionPolicies.name, String(cursor[0])), gt(retentionPolicies.id, cursor[1])),
      )
    : undefined;
  return q
    .select()
    .from(retentionPolicies)
    .where(and(isLive, isShared, matching(search), after))
    .orderBy(asc(retentionPolicies.name), asc(retentionPolicies.id))
    .limit(limit + 1);
}

export async function countPolicies(q: Queryable, search: string | undefined): Promise<number> {
  return q.$count(retentionPolicies, and(isLive, isShared, matching(search)));
}

/** What is under protection and follows a policy, as far as the caller may see it. */
export interface PolicyUse {
  instanceCount: number;
  imageCount: number;
  /** Full size, at most. */
  storedBytes: number;
}

export const UNUSED: PolicyUse = { instanceCount: 0, imageCount: 0, storedBytes: 0 };

export async function readPolicyUse(
  q: Queryable,
  accounts: AccountScope,
): Promise<(policy: Pick<RetentionPolicyRow, "id" | "isDefault">) => PolicyUse> {
  const rows = await q
    .select({
      policyId: instances.retentionPolicyId,
      instanceCount: sql`count(*)`.mapWith(Number),
      imageCount: sql`sum(${instances.availableCount})`.mapWith(Number),
      storedBytes: sql`sum(${instances.availableBytes})`.mapWith(Number),
    })
    .from(instances)
    .where(and(isNull(instances.removedAt), inScope(instances.accountRef, accounts)))
    .groupBy(instances.retentionPolicyId);
  const byPolicy = new Map(rows.map((row) => [row.policyId, row]));
  return ({ id, isDefault }) => {
    const own = byPolicy.get(id) ?? UNUSED;
    const other = (isDefault ? byPolicy.get(null) : undefined) ?? UNUSED;
    return {
      instanceCount: own.instanceCount + other.instanceCount,
      imageCount: own.imageCount + other.imageCount,
      storedBytes: own.storedBytes + other.storedBytes,
    };
  };
}

/** By name, those that the caller may see, and how many these are. */
export async function listPolicyFollowers(
  q: Queryable,
  { policyId, accounts, limit }: { policyId: string; accounts: AccountScope; limit: number },
): Promise<{ shown: Array<{ instanceId: string; name: string }>; count: number }> {
  const follows = and(
    eq(instances.retentionPolicyId, policyId),
    inScope(instances.accountRef, accounts),
  );
  const shown = await q
    .select({ instanceId: instances.instanceId, name: instances.name })
    .from(instances)
    .where(follows)
    .orderBy(asc(instances.name), asc(instances.id))
    .limit(limit);
  return { shown, count: await q.$count(instances, follows) };
}

/** Whether an instance follows it that the caller may not see. */
export async function hasHiddenFollowers(
  q: Queryable,
  { policy, accounts }: { policy: RetentionPolicyRow; accounts: AccountScope },
): Promise<boolean> {
  if (accounts === "all") return false;
  const follows = or(
    eq(instances.retentionPolicyId, policy.id),
    policy.isDefault ? isNull(instances.retentionPolicyId) : undefined,
  );
  const [hidden] = await q
    .select({ id: instances.id })
    .from(instances)
    .where(and(follows, notInArray(instances.accountRef, [...accounts])))
    .limit(1);
  return hidden !== undefined;
}

/** An own policy goes with the instance's choice of another. */
export async function retireOwnPolicies(
  tx: Tx,
  { instanceRefs, now }: { instanceRefs: readonly string[]; now: number },
): Promise<void> {
  await tx
    .update(retentionPolicies)
    .set({ deletedAt: now, updatedAt: now })
    .where(and(inArray(retentionPolicies.instanceRef, [...instanceRefs]), isLive));
}

export async function followPolicy(
  tx: Tx,
  options: { instanceRefs: readonly string[]; policyId: string | null; now: number },
): Promise<void> {
  await tx
    .update(instances)
    .set({
      retentionPolicyId: options.policyId,
      retentionChangedAt: options.now,
      updatedAt: options.now,
    })
    .where(inArray(instances.id, [...options.instanceRefs]));
}

function matching(search: string | undefined) {
  if (search === undefined || search === "") return undefined;
  return holdsText(retentionPolicies.name, search);
}

/** Which policy an instance follows; null where it was given one that is gone: nothing decides. */
export type PolicyOf = (instance: {
  retentionPolicyId: string | null;
}) => RetentionPolicyRow | null;

export async function readPolicies(q: Queryable): Promise<PolicyOf> {
  const rows = await q.select().from(retentionPolicies).where(isLive);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const fallback = rows.find(({ isDefault }) => isDefault) ?? null;
  return ({ retentionPolicyId }) =>
    retentionPolicyId === null ? fallback : (byId.get(retentionPolicyId) ?? null);
}
