import { recordAudit } from "../audit/record-audit";
import { systemContext } from "../context";
import { PreconditionFailedError } from "../errors";
import { newId } from "../ids";
import { ensureDefaultPolicy } from "../retention/default-policy";
import type { Runtime } from "../runtime";
import { ensureDefaultSchedule } from "../schedules/default-schedule";
import { parseSchedule, type ParsedSchedule } from "../schedules/schedule-spec.pure";

/**
 * Gives a new installation its default schedule and retention policy, by the environment; one that
 * has them keeps what the settings page says. A setting that cannot be read is refused either way.
 */
export async function ensureDefaults(runtime: Runtime): Promise<void> {
  const schedule = requireConfiguredSchedule(runtime);
  const keepDays = runtime.config.defaults.retentionDays;
  const { clock, random } = runtime;
  const ctx = systemContext(runtime, "start", newId("req", clock.now(), random));
  await runtime.db.write(async (tx) => {
    const newSchedule = await ensureDefaultSchedule(tx, ctx, schedule);
    const newPolicy = await ensureDefaultPolicy(tx, ctx, { keepDays });
    if (!newSchedule && !newPolicy) return;
    await recordAudit(tx, ctx, {
      action: "settings.create",
      targetType: "settings",
      targetId: null,
      after: {
        ...(newSchedule ? { cron: schedule.cron, zone: schedule.zone } : {}),
        ...(newPolicy ? { retentionDays: keepDays } : {}),
      },
    });
  });
}

function requireConfiguredSchedule({ config }: Runtime): ParsedSchedule {
  const { backupFrequency, zone } = config.defaults;
  const schedule = parseSchedule({ spec: backupFrequency, zone });
  if (schedule.ok) return schedule.value;
  const { field, message } = schedule.problem;
  if (field === "timeZone") {
    throw new PreconditionFailedError(`DEFAULT_BACKUP_TIMEZONE is not valid. ${message}`, {
      suggestion: "Set an IANA zone, for example DEFAULT_BACKUP_TIMEZONE=Europe/Berlin.",
    });
  }
  throw new PreconditionFailedError(`DEFAULT_BACKUP_FREQUENCY is not valid. ${message}`, {
    suggestion:
      "Set hourly, daily, weekly, monthly or five cron fields, for example DEFAULT_BACKUP_FREQUENCY=daily or DEFAULT_BACKUP_FREQUENCY=30 2 * * *.",
  });
}
