import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { requireDefaultPolicy } from "../retention/default-policy";
import { toRetentionPolicyDto } from "../retention/to-retention-policy-dto";
import { getDefaultSchedule } from "../schedules/get-default-schedule";
import type { SettingsDto } from "./dto";
import { readRebootDefault } from "./reboot-default";

export async function getSettings(ctx: Context): Promise<SettingsDto> {
  requirePermission(ctx, "settings.read");
  const { read } = ctx.runtime.db;
  return {
    schedule: await getDefaultSchedule(ctx),
    retention: toRetentionPolicyDto(await requireDefaultPolicy(read)),
    rebootOnBackup: await readRebootDefault(read),
  };
}
