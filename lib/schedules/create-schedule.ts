import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { userIdOf, type Context } from "../context";
import type { Tx } from "../db/tx";
import { ConflictError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { newId } from "../ids";
import type { ScheduleDto } from "./dto";
import { requireDefaultSchedule } from "./default-schedule";
import { readScheduleDto } from "./read-schedule-dto";
import { requireSchedule } from "./schedule-error";
import type { ScheduleRow } from "./schedule-row";
import { findScheduleNamed, insertSchedule } from "./schedules.repo";
import { CreateScheduleInput } from "./schemas";
import { requireSpreadMs, requireStartWindowMs } from "./start-window";
import { toAuditedSchedule } from "./audited-schedule";

export async function createSchedule(
  ctx: Context,
  input: CreateScheduleInput,
): Promise<ScheduleDto> {
  requirePermission(ctx, "schedules.write");
  const wanted = CreateScheduleInput.parse(input);
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const row = await writeAs(ctx, async (tx) => {
    const zone = wanted.zone ?? (await requireDefaultSchedule(tx)).zone;
    const schedule = requireSchedule({ spec: wanted.schedule, zone });
    await requireFreeName(tx, wanted.name);
    const windowMs = requireStartWindowMs({
      cron: schedule.cron,
      minutes: wanted.startWindowMinutes,
    });
    const inserted = await insertSchedule(tx, {
      id: newId("sch", now, random),
      name: wanted.name,
      cron: schedule.cron,
      zone: schedule.zone,
      preset: schedule.preset === null ? null : { ...schedule.preset },
      enabled: wanted.enabled,
      startWindowMs: windowMs,
      spreadMs: requireSpreadMs({ minutes: wanted.spreadMinutes ?? 0, windowMs }),
      createdBy: userIdOf(ctx.actor),
      createdAt: now,
      updatedAt: now,
    });
    await recordAudit(tx, ctx, {
      action: "schedule.create",
      targetType: "schedule",
      targetId: inserted.id,
      after: toAuditedSchedule(inserted),
    });
    await emitScheduleChanged(tx, ctx, inserted);
    return inserted;
  });
  return readScheduleDto(ctx, row);
}

export async function requireFreeName(tx: Tx, name: string): Promise<void> {
  const taken = await findScheduleNamed(tx, name);
  if (!taken) return;
  throw new ConflictError("Another schedule has this name.", {
    fields: { name: ["Choose another name."] },
  });
}

export async function emitScheduleChanged(tx: Tx, ctx: Context, row: ScheduleRow): Promise<void> {
  await emitEvent(ctx.runtime, tx, {
    type: "schedule.changed",
    entityId: row.id,
    accountRef: null,
    data: {},
  });
}
