import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { MINUTE } from "../clock";
import { userIdOf, type Context } from "../context";
import type { Tx } from "../db/tx";
import { ConflictError, ValidationError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { newId } from "../ids";
import { requireDefaultSchedule } from "./default-schedule";
import { toAuditedWindow, toExclusionWindowDto } from "./to-exclusion-window-dto";
import type { ExclusionWindowDto } from "./exclusion-dto";
import { CreateExclusionWindowInput, EXCLUSION_WINDOWS_MAX } from "./exclusion-schemas";
import { requireExclusionTiming } from "./exclusion-timing";
import {
  countExclusionWindows,
  findExclusionWindowNamed,
  insertExclusionWindow,
} from "./exclusion-windows.repo";
import { requireMayExclude } from "./require-may-exclude";
import { requestRetiming, retimeAfterEdit } from "./retime-all";
import { findSchedule } from "./schedules.repo";
import type { ScheduleRow } from "./schedule-row";

/** From now on nothing is started by itself while the window lasts. */
export async function createExclusionWindow(
  ctx: Context,
  input: CreateExclusionWindowInput,
): Promise<ExclusionWindowDto> {
  requirePermission(ctx, "schedules.write");
  const { name, scheduleId, startsAt, schedule, zone, durationMinutes } =
    CreateExclusionWindowInput.parse(input);
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const made = await writeAs(ctx, async (tx) => {
    const owner = await findOwner(tx, scheduleId);
    await requireMayExclude(tx, ctx, scheduleId);
    await requireFreeWindowName(tx, name);
    if ((await countExclusionWindows(tx)) >= EXCLUSION_WINDOWS_MAX) throw tooMany();
    const row = await insertExclusionWindow(tx, {
      id: newId("exw", now, random),
      name,
      scheduleId,
      ...requireExclusionTiming({
        startsAt,
        schedule,
        zone: zone ?? owner?.zone ?? (await requireDefaultSchedule(tx)).zone,
      }),
      durationMs: durationMinutes * MINUTE,
      createdBy: userIdOf(ctx.actor),
      createdAt: now,
      updatedAt: now,
    });
    await requestRetiming(tx, ctx);
    await recordAudit(tx, ctx, {
      action: "exclusion-window.create",
      targetType: "exclusion_window",
      targetId: row.id,
      after: toAuditedWindow(row),
    });
    await emitWindowChanged(tx, ctx, row.id);
    return { window: row, scheduleName: owner?.name ?? null };
  });
  await retimeAfterEdit(ctx);
  return toExclusionWindowDto(made, now);
}

/** The schedule a window is to be for; null for all. */
export async function findOwner(tx: Tx, scheduleId: string | null): Promise<ScheduleRow | null> {
  if (scheduleId === null) return null;
  const owner = await findSchedule(tx, scheduleId);
  if (owner) return owner;
  throw new ValidationError("That schedule does not exist.", {
    fields: { scheduleId: ["Choose one of the schedules there are."] },
  });
}

export async function requireFreeWindowName(tx: Tx, name: string): Promise<void> {
  if (!(await findExclusionWindowNamed(tx, name))) return;
  throw new ConflictError("Another exclusion window has this name.", {
    fields: { name: ["Choose another name."] },
  });
}

export async function emitWindowChanged(tx: Tx, ctx: Context, windowId: string): Promise<void> {
  await emitEvent(ctx.runtime, tx, {
    type: "schedule.changed",
    entityId: windowId,
    accountRef: null,
    data: {},
  });
}

function tooMany(): ConflictError {
  return new ConflictError(`There are ${EXCLUSION_WINDOWS_MAX} exclusion windows already.`, {
    suggestion: "Delete those that are over.",
  });
}
