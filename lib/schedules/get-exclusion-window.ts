import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import type { ExclusionWindowDto } from "./exclusion-dto";
import { ExclusionWindowRef } from "./exclusion-schemas";
import { findExclusionWindow } from "./exclusion-windows.repo";
import { findSchedule } from "./schedules.repo";
import { toExclusionWindowDto } from "./to-exclusion-window-dto";

export async function getExclusionWindow(
  ctx: Context,
  input: ExclusionWindowRef,
): Promise<ExclusionWindowDto> {
  requirePermission(ctx, "schedules.read");
  const { exclusionWindowId } = ExclusionWindowRef.parse(input);
  const { read } = ctx.runtime.db;
  const window = await findExclusionWindow(read, exclusionWindowId);
  if (!window) throw new NotFoundError("The exclusion window");
  const { scheduleId } = window;
  const owner = scheduleId === null ? null : await findSchedule(read, scheduleId);
  return toExclusionWindowDto(
    { window, scheduleName: owner?.name ?? null },
    ctx.runtime.clock.now(),
  );
}
