import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { readSnapshotPrice } from "../costs/read-snapshot-price";
import { readCallbackUrl } from "../eventbridge/callback-url";
import { getDefaultPolicy } from "../retention/get-policy";
import { getDefaultSchedule } from "../schedules/get-default-schedule";
import type { SettingsDto } from "./dto";
import { readLimits } from "./read-limits";
import { readRebootDefault } from "./reboot-default";
import { readSetting } from "./settings.repo";

export async function getSettings(ctx: Context): Promise<SettingsDto> {
  requirePermission(ctx, "settings.read");
  const { read } = ctx.runtime.db;
  return {
    schedule: await getDefaultSchedule(ctx),
    retention: await getDefaultPolicy(ctx),
    rebootOnBackup: await readRebootDefault(read),
    ...(await readLimits(read, ctx.runtime.config)),
    escalateAfterMinutes: await readSetting(read, "alerts.escalateAfterMinutes"),
    publicUrl: await readSetting(read, "eventbridge.publicUrl"),
    callbackUrl: await readCallbackUrl(ctx.runtime),
    callbackNotice: null,
    snapshotUsdPerGiBMonth: await readSnapshotPrice(read),
  };
}
