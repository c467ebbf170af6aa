import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { NotFoundError } from "../errors";
import { emitWindowChanged, findOwner, requireFreeWindowName } from "./create-exclusion-window";
import type { ExclusionWindowDto } from "./exclusion-dto";
import { UpdateExclusionWindowInput } from "./exclusion-schemas";
import { requireExclusionTiming } from "./exclusion-timing";
import { findExclusionWindow, patchExclusionWindow } from "./exclusion-windows.repo";
import { requireMayExclude } from "./require-may-exclude";
import { requestRetiming, retimeAfterEdit } from "./retime-all";
import type { ExclusionWindowRow } from "./schedule-row";
import { toAuditedWindow, toExclusionWindowDto } from "./to-exclusion-window-dto";

/** Announced and waiting runs follow the window as it is then; what was skipped stays skipped. */
export async function updateExclusionWindow(
  ctx: Context,
  input: UpdateExclusionWindowInput,
): Promise<ExclusionWindowDto> {
  requirePermission(ctx, "schedules.write");
  const changes = UpdateExclusionWindowInput.parse(input);
  const { clock } = ctx.runtime;
  const edited = await writeAs(ctx, async (tx) => {
    const before = await findExclusionWindow(tx, changes.exclusionWindowId);
    if (!before) throw new NotFoundError("The exclusion window");
    const owner = await findOwner(tx, changes.scheduleId ?? before.scheduleId);
    await requireMayExclude(tx, ctx, before.scheduleId);
    if (changes.scheduleId !== undefined) await requireMayExclude(tx, ctx, changes.scheduleId);
    const { name } = changes;
    if (name !== undefined && name !== before.name) await requireFreeWindowName(tx, name);
    const patch = toPatch(before, changes);
    const scheduleName = changes.scheduleId === null ? null : (owner?.name ?? null);
    if (Object.keys(patch).length === 0) return { window: before, scheduleName };
    return { window: await write(tx, ctx, { before, patch }), scheduleName };
  });
  await retimeAfterEdit(ctx);
  return toExclusionWindowDto(edited, clock.now());
}

type Patch = Partial<ExclusionWindowRow>;

async function write(
  tx: Tx,
  ctx: Context,
  { before, patch }: { before: ExclusionWindowRow; patch: Patch },
): Promise<ExclusionWindowRow> {
  const now = ctx.runtime.clock.now();
  const after = await patchExclusionWindow(tx, before.id, { ...patch, updatedAt: now });
  await requestRetiming(tx, ctx);
  await recordAudit(tx, ctx, {
    action: "exclusion-window.update",
    targetType: "exclusion_window",
    targetId: before.id,
    before: toAuditedWindow(before),
    after: toAuditedWindow(after),
  });
  await emitWindowChanged(tx, ctx, before.id);
  return after;
}

/** Only what differs: saving a form unchanged moves nothing. */
function toPatch(before: ExclusionWindowRow, changes: UpdateExclusionWindowInput): Patch {
  const { name, scheduleId, durationMinutes } = changes;
  const wanted: Patch = {
    ...(name === undefined ? {} : { name }),
    ...(scheduleId === undefined ? {} : { scheduleId }),
    ...(durationMinutes === undefined ? {} : { durationMs: durationMinutes * MINUTE }),
    ...toTiming(before, changes),
  };
  return Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => Reflect.get(before, key) !== value),
  );
}

function toTiming(before: ExclusionWindowRow, changes: UpdateExclusionWindowInput): Patch {
  const { startsAt, schedule } = changes;
  const zone = changes.zone ?? before.zone;
  if (startsAt !== undefined || schedule !== undefined) {
    return requireExclusionTiming({ startsAt, schedule, zone });
  }
  if (changes.zone === undefined) return {};
  return before.cron === null
    ? requireExclusionTiming({
        startsAt: new Date(before.startsAt ?? 0).toISOString(),
        schedule: undefined,
        zone,
      })
    : requireExclusionTiming({ startsAt: undefined, schedule: before.cron, zone });
}
