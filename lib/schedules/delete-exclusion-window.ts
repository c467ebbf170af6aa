import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { emitWindowChanged } from "./create-exclusion-window";
import { ExclusionWindowRef } from "./exclusion-schemas";
import { findExclusionWindow, patchExclusionWindow } from "./exclusion-windows.repo";
import { requireMayExclude } from "./require-may-exclude";
import { requestRetiming, retimeAfterEdit } from "./retime-all";
import { toAuditedWindow } from "./to-exclusion-window-dto";

/** What it would have skipped runs; what it has skipped stays skipped. */
export async function deleteExclusionWindow(
  ctx: Context,
  input: ExclusionWindowRef,
): Promise<void> {
  requirePermission(ctx, "schedules.write");
  const { exclusionWindowId } = ExclusionWindowRef.parse(input);
  await writeAs(ctx, async (tx) => {
    const window = await findExclusionWindow(tx, exclusionWindowId);
    if (!window) throw new NotFoundError("The exclusion window");
    await requireMayExclude(tx, ctx, window.scheduleId);
    const now = ctx.runtime.clock.now();
    await patchExclusionWindow(tx, window.id, { deletedAt: now, updatedAt: now });
    await requestRetiming(tx, ctx);
    await recordAudit(tx, ctx, {
      action: "exclusion-window.delete",
      targetType: "exclusion_window",
      targetId: window.id,
      before: toAuditedWindow(window),
    });
    await emitWindowChanged(tx, ctx, window.id);
  });
  await retimeAfterEdit(ctx);
}
