import { recordAudits } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { toBulkReport, type BulkReportDto } from "../bulk";
import { actorName, type Context } from "../context";
import type { Tx } from "../db/tx";
import { listByIds, patchDiscovered, type DiscoveredRow } from "./discovered.repo";
import { discoveryChanged } from "./discovery-changed";
import { doneItem, unknownItem } from "./outcomes";
import { IgnoreDiscoveredInput } from "./schemas";
import { isVisible } from "./is-visible";

/** Leaves them unprotected by a person's word: no rule takes them, and nothing counts them. */
export async function ignoreDiscovered(
  ctx: Context,
  input: IgnoreDiscoveredInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "instances.write");
  const { discoveredIds, ignored } = IgnoreDiscoveredInput.parse(input);
  const wanted = [...new Set(discoveredIds)];
  return writeAs(ctx, async (tx) => {
    const rows = await listByIds(tx, wanted);
    const visible = [...rows.values()].filter((row) => isVisible(ctx, row));
    const changing = visible.filter((row) => (row.ignoredAt !== null) !== ignored);
    await write(tx, ctx, { rows: changing, ignored });
    const changed = new Set(changing.map(({ id }) => id));
    const items = wanted.map((id) => {
      const row = rows.get(id);
      if (!row || !isVisible(ctx, row)) return unknownItem(id);
      return doneItem(id, changed.has(id) ? {} : { text: "Nothing had to be changed." });
    });
    return toBulkReport(items);
  });
}

async function write(
  tx: Tx,
  ctx: Context,
  { rows, ignored }: { rows: readonly DiscoveredRow[]; ignored: boolean },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  await patchDiscovered(
    tx,
    rows.map(({ id }) => id),
    ignored
      ? { ignoredAt: now, ignoredBy: actorName(ctx.actor) }
      : { ignoredAt: null, ignoredBy: null },
  );
  await recordAudits(
    tx,
    ctx,
    rows.map(({ id, instanceId, region, accountRef }) => ({
      action: ignored ? "discovery.ignore" : "discovery.unignore",
      targetType: "discovered",
      targetId: id,
      accountRef,
      after: { instanceId, region },
    })),
  );
  await discoveryChanged(tx, ctx, rows);
}
