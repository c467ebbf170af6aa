import type { Context } from "../context";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { BACKUP_HEALTH_KINDS } from "./alert-kinds";
import { listAlertedInstances, type AlertedInstance } from "./bad-run.repo";
import { toBackupNews } from "./backup-cause.pure";
import { clearEntities } from "./clear-alert";
import type { AlertNews } from "./raise-alert";
import { raiseForInstances } from "./raise-for-instances";

/** A backup as it has just ended. */
export interface Ending {
  id: string;
  instanceRef: string;
  status: BackupStatus;
  dueAt: number;
  statusCode: string | null;
  statusReason: string | null;
  suggestion: string | null;
}

/**
 * A backup that fails alerts at once and a good one clears its instance, in the transaction of the
 * change and after the instance knows of it. What was missed is the ledger's to find.
 */
export async function alertOnEndings(
  tx: Tx,
  ctx: Context,
  changed: readonly Ending[],
): Promise<void> {
  const endings = changed.filter(({ status }) => status === "failed" || status === "available");
  if (endings.length === 0) return;
  const refs = [...new Set(endings.map(({ instanceRef }) => instanceRef))];
  const instances = await listAlertedInstances(tx, refs);
  await clearWell(tx, ctx, { endings, instances });
  await raiseFailed(tx, ctx, { endings, instances });
}

type Known = { endings: readonly Ending[]; instances: ReadonlyMap<string, AlertedInstance> };

async function clearWell(tx: Tx, ctx: Context, { endings, instances }: Known): Promise<void> {
  const good = endings.filter(({ status }) => status === "available");
  const well = good.filter(({ instanceRef }) => isWell(instances.get(instanceRef)));
  if (well.length === 0) return;
  const reason = "Backups succeed again.";
  await clearEntities(tx, ctx, {
    entityType: "instance",
    entityIds: well.map(({ instanceRef }) => instanceRef),
    kinds: BACKUP_HEALTH_KINDS,
    reason,
  });
}

/** A late success of an old backup does not hide that a newer one went wrong. */
function isWell(instance: AlertedInstance | undefined): boolean {
  if (!instance) return false;
  const { lastEndedStatus, overdueSinceAt, lastGoodAt } = instance;
  if (lastEndedStatus === "failed" || lastEndedStatus === "missed") return false;
  return overdueSinceAt === null || (lastGoodAt ?? 0) >= overdueSinceAt;
}

async function raiseFailed(tx: Tx, ctx: Context, { endings, instances }: Known): Promise<void> {
  const news: AlertNews[] = [];
  for (const ending of endings) {
    const instance = instances.get(ending.instanceRef);
    if (ending.status !== "failed" || !instance || !isConcerned(instance, ending)) continue;
    news.push(toNews(ending, instance));
  }
  await raiseForInstances(tx, ctx, news);
}

function isConcerned(instance: AlertedInstance, ending: Ending): boolean {
  if (instance.removedAt !== null || instance.paused) return false;
  return instance.lastEndedBackupId === ending.id;
}

function toNews(ending: Ending, instance: AlertedInstance): AlertNews {
  return toBackupNews(
    {
      ...toSubject(instance),
      backupId: ending.id,
      ending: "failed",
      code: ending.statusCode,
      reason: ending.statusReason,
      suggestion: ending.suggestion,
    },
    { severity: "warning", schedulerRunning: true },
  );
}

export function toSubject(instance: AlertedInstance) {
  const { credentialId } = instance;
  return {
    instanceRef: instance.id,
    instanceName: instance.name || instance.instanceId,
    accountRef: instance.accountRef,
    accountId: instance.accountId,
    credential:
      credentialId === null
        ? null
        : {
            id: credentialId,
            name: instance.credentialName ?? credentialId,
            isFailing: instance.validationError !== null,
          },
  };
}
