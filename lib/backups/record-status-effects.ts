import { alertOnEndings } from "../alerts/alert-on-endings";
import { recordAudits, type AuditEntry } from "../audit/record-audit";
import type { Context } from "../context";
import { backupEvents } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { emitEvents } from "../events/emit-event";
import { newId } from "../ids";
import { countAccountDays } from "./account-days.repo";
import { listCreateRequests } from "./attempt.repo";
import type { BackupRow } from "./backup-row";
import { backupChanged } from "./backup-changed";
import { rollUpStatuses } from "./backup-roll-ups";

export interface StatusEffect {
  /** As it is now. */
  backup: BackupRow;
  /** Null for a backup that is new. */
  from: BackupStatus | null;
  message: string;
}

/** Their steps go to their own event rows; what ends or destroys goes to the audit log too. */
const UNAUDITED: ReadonlySet<BackupStatus> = new Set(["expected", "queued", "creating", "pending"]);

/** Whether AWS made an image: it was asked in an earlier job, and the entry names those requests too. */
const MADE: ReadonlySet<BackupStatus> = new Set(["available", "failed"]);

/** Everything a change of status brings along, in its transaction. */
export async function recordStatusEffects(
  tx: Tx,
  ctx: Context,
  effects: readonly StatusEffect[],
): Promise<void> {
  const told = effects.filter(({ backup }) => backup.status !== "expected");
  if (told.length === 0) return;
  const { clock, random } = ctx.runtime;
  const at = clock.now();
  await tx.insert(backupEvents).values(
    told.map(({ backup, message }) => ({
      id: newId("bev", at, random),
      backupId: backup.id,
      at,
      type: `status.${backup.status}`,
      message,
    })),
  );
  await emitEvents(
    ctx.runtime,
    tx,
    told.map(({ backup }) => backupChanged(backup)),
  );
  await rollUpStatuses(tx, ctx, told);
  const audited = told.filter(({ backup }) => !UNAUDITED.has(backup.status));
  const made = audited.filter(({ backup }) => MADE.has(backup.status));
  const sent = await listCreateRequests(
    tx,
    made.map(({ backup }) => backup.id),
  );
  await recordAudits(
    tx,
    ctx,
    audited.map((effect) => toAuditEntry(effect, sent.get(effect.backup.id) ?? [])),
  );
  await countAccountDays(tx, ctx, told);
  await alertOnEndings(
    tx,
    ctx,
    told.map(({ backup }) => backup),
  );
}

function toAuditEntry(
  { backup, from }: StatusEffect,
  awsRequestIds: readonly string[],
): AuditEntry {
  return {
    action: `backup.${backup.status}`,
    targetType: "backup",
    targetId: backup.id,
    accountRef: backup.accountRef,
    ...(from === null ? {} : { before: { status: from } }),
    after: {
      status: backup.status,
      instanceId: backup.instanceId,
      imageId: backup.imageId,
      reason: backup.statusReason,
    },
    awsRequestIds,
  };
}
