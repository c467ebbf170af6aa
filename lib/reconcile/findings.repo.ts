import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { findings } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Place } from "./records.repo";

export type FindingRow = typeof findings.$inferSelect;
export type OpenFinding = Pick<
  FindingRow,
  "id" | "kind" | "code" | "resourceId" | "backupId" | "message" | "repair" | "planId"
>;

/** What is open in a place, in the order of ids. */
export async function listOpen(
  q: Queryable,
  options: Place & { afterId: string; limit: number },
): Promise<OpenFinding[]> {
  return q
    .select({
      id: findings.id,
      kind: findings.kind,
      code: findings.code,
      resourceId: findings.resourceId,
      backupId: findings.backupId,
      message: findings.message,
      repair: findings.repair,
      planId: findings.planId,
    })
    .from(findings)
    .where(
      and(
        eq(findings.accountRef, options.accountRef),
        eq(findings.region, options.region),
        isNull(findings.resolvedAt),
        gt(findings.id, options.afterId),
      ),
    )
    .orderBy(asc(findings.id))
    .limit(options.limit);
}

export async function insertFindings(
  tx: Tx,
  rows: ReadonlyArray<typeof findings.$inferInsert>,
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(findings)
    .values([...rows])
    .onConflictDoNothing();
}

export async function patchFindings(
  tx: Tx,
  ids: readonly string[],
  set: Partial<Omit<FindingRow, "id">>,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(findings)
    .set(set)
    .where(inArray(findings.id, [...ids]));
}
