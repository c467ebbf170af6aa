import { recordAudit } from "../audit/record-audit";
import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { requireStillActing } from "../auth/require-still-acting";
import type { Config } from "../config";
import { userIdOf, type Context } from "../context";
import { readSnapshotPrice } from "../costs/read-snapshot-price";
import type { Tx } from "../db/tx";
import { ValidationError } from "../errors";
import { callbackAddress } from "../eventbridge/callback-url";
import { testCallback } from "../eventbridge/self-test";
import { emitEvent } from "../events/emit-event";
import { requireDefaultPolicy, setDefaultKeepDays } from "../retention/default-policy";
import { requireDefaultSchedule } from "../schedules/default-schedule";
import { editSchedule } from "../schedules/edit-schedule";
import { aroundEdit } from "../schedules/update-schedule";
import type { SettingsDto } from "./dto";
import { getSettings } from "./get-settings";
import { readLimits } from "./read-limits";
import { readRebootDefault } from "./reboot-default";
import { UpdateSettingsInput } from "./schemas";
import { SETTINGS, type SettingKey } from "./setting-keys";
import { readSetting, writeSetting } from "./settings.repo";

/**
 * All or nothing; every instance that follows the default schedule moves with it. Two ask for more: where
 * AWS sends reports (`security.write`), as whoever changes it hears of backups in our place, and how long
 * the default policy keeps (`policies.write`), as every other way to it does.
 */
export async function updateSettings(
  ctx: Context,
  input: UpdateSettingsInput,
): Promise<SettingsDto> {
  requirePermission(ctx, "settings.write");
  requireEveryAccount(ctx, "Settings are");
  const patch = UpdateSettingsInput.parse(input);
  if (patch.publicUrl !== undefined) requirePermission(ctx, "security.write");
  if (patch.retentionDays !== undefined) requirePermission(ctx, "policies.write");
  if (patch.publicUrl) requireCallbackAddress(ctx.runtime.config, patch.publicUrl);
  const { db } = ctx.runtime;
  const { id } = await requireDefaultSchedule(db.read);
  await aroundEdit(ctx, id, () =>
    db.write(async (tx) => {
      await requireStillActing(tx, ctx);
      const before = await readAudited(tx, ctx);
      const schedule = await applyPatch(tx, ctx, { scheduleId: id, patch });
      const after = await readAudited(tx, ctx);
      if (JSON.stringify(before) === JSON.stringify(after)) return schedule;
      await recordAudit(tx, ctx, {
        action: "settings.update",
        targetType: "settings",
        targetId: null,
        before,
        after,
      });
      await emitEvent(ctx.runtime, tx, {
        type: "settings.changed",
        entityId: "settings",
        accountRef: null,
        data: {},
      });
      return schedule;
    }),
  );
  const settings = await getSettings(ctx);
  const { callbackUrl } = settings;
  if (patch.publicUrl === undefined || callbackUrl === null) return settings;
  return { ...settings, callbackNotice: await testCallback(ctx.runtime, callbackUrl) };
}

function requireCallbackAddress(config: Config, publicUrl: string): void {
  const address = callbackAddress(config, publicUrl);
  if (address.ok) return;
  throw new ValidationError("AWS could not call this address.", {
    fields: { publicUrl: [address.problem] },
  });
}

async function applyPatch(
  tx: Tx,
  ctx: Context,
  { scheduleId, patch }: { scheduleId: string; patch: UpdateSettingsInput },
) {
  const { schedule, zone, retentionDays } = patch;
  if (retentionDays !== undefined) await setDefaultKeepDays(tx, ctx, { keepDays: retentionDays });
  await writeGiven(tx, ctx, patch);
  if (schedule === undefined && zone === undefined) return requireDefaultSchedule(tx);
  return editSchedule(tx, ctx, { scheduleId, schedule, zone });
}

/** Where each field of the input is kept. */
const KEPT = {
  rebootOnBackup: "backups.rebootOnBackup",
  backupsAtOnceMax: "backups.atOnceMax",
  backupsAtOncePerAccountMax: "backups.atOncePerAccountMax",
  backupTimeoutHours: "backups.timeoutHours",
  pollSeconds: "backups.pollSeconds",
  discoveryHours: "discovery.everyHours",
  auditArchiveDays: "audit.archiveDays",
  apiSharePercent: "aws.apiSharePercent",
  escalateAfterMinutes: "alerts.escalateAfterMinutes",
  publicUrl: "eventbridge.publicUrl",
  snapshotUsdPerGiBMonth: "costs.snapshotUsdPerGiBMonth",
} as const satisfies Partial<Record<keyof UpdateSettingsInput, SettingKey>>;

async function writeGiven(tx: Tx, ctx: Context, patch: UpdateSettingsInput): Promise<void> {
  const updatedAt = ctx.runtime.clock.now();
  const updatedBy = userIdOf(ctx.actor);
  for (const [field, key] of Object.entries(KEPT)) {
    const value: unknown = Reflect.get(patch, field);
    if (value === undefined) continue;
    await writeSetting(tx, { key, value: SETTINGS[key].schema.parse(value), updatedAt, updatedBy });
  }
}

async function readAudited(tx: Tx, ctx: Context) {
  const { cron, zone } = await requireDefaultSchedule(tx);
  const { keepDays } = await requireDefaultPolicy(tx);
  return {
    cron,
    zone,
    retentionDays: keepDays,
    rebootOnBackup: await readRebootDefault(tx),
    ...(await readLimits(tx, ctx.runtime.config)),
    escalateAfterMinutes: await readSetting(tx, "alerts.escalateAfterMinutes"),
    publicUrl: await readSetting(tx, "eventbridge.publicUrl"),
    snapshotUsdPerGiBMonth: await readSnapshotPrice(tx),
  };
}
