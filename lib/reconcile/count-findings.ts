import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { FINDING_KINDS, type FindingKind } from "../db/schema/constants";
import type { FindingCountsDto } from "./dto";
import { countByKind } from "./findings-list.repo";

/** What is open, for the dashboard and the tabs of the page. */
export async function countFindings(ctx: Context): Promise<FindingCountsDto> {
  requirePermission(ctx, "findings.read");
  const rows = await countByKind(ctx.runtime.db.read, ctx.accounts);
  const count = (kind: FindingKind) => rows.find((row) => row.kind === kind)?.n ?? 0;
  const planned = (kind: FindingKind) => rows.find((row) => row.kind === kind)?.planned ?? 0;
  const unplanned = (kind: FindingKind) => count(kind) - planned(kind);
  const byKind = Object.fromEntries(FINDING_KINDS.map((kind) => [kind, count(kind)]));
  return {
    byKind: byKind as FindingCountsDto["byKind"],
    orphans: unplanned("orphan_image") + unplanned("orphan_snapshot"),
    toMend: FINDING_KINDS.reduce(
      (sum, kind) => (kind === "foreign" ? sum : sum + unplanned(kind)),
      0,
    ),
  };
}
