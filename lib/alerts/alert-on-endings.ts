import type { Context } from "../context";
import type { BackupKind, BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { BACKUP_HEALTH_KINDS } from "./alert-kinds";
import { listAlertedInstances, type AlertedInstance } from "./bad-run.repo";
import { toBackupNews } from "./backup-cause.pure";
import { clearEntities } from "./clear-alert";
import { listMemberships } from "./members.repo";
import type { AlertNews } from "./raise-alert";
import { raiseForInstances } from "./raise-for-instances";
import { listLastOfLinks, listTroubled } from "./standing-trouble.repo";

/** A backup as it has just ended. */
export interface Ending {
  id: string;
  instanceRef: string;
  kind: BackupKind;
  status: BackupStatus;
  dueAt: number;
  statusCode: string | null;
  statusReason: string | null;
  suggestion: string | null;
}

/**
 * A backup that fails alerts at once and a good one clears its instance, in the transaction of the
 * change and after the instance knows of it. What a schedule missed is the ledger's to find; what
 * somebody asked for and was missed is nobody else's.
 */
export async function alertOnEndings(
  tx: Tx,
  ctx: Context,
  changed: readonly Ending[],
): Promise<void> {
  const endings = changed.filter((ending) => isBad(ending) || ending.status === "available");
  if (endings.length === 0) return;
  const refs = [...new Set(endings.map(({ instanceRef }) => instanceRef))];
  const instances = await listAlertedInstances(tx, refs);
  await clearWell(tx, ctx, { endings, instances });
  await raiseFailed(tx, ctx, { endings, instances });
}

function isBad({ kind, status }: Ending): boolean {
  return status === "failed" || (status === "missed" && kind === "manual");
}

type Known = { endings: readonly Ending[]; instances: ReadonlyMap<string, AlertedInstance> };

async function clearWell(tx: Tx, ctx: Context, { endings, instances }: Known): Promise<void> {
  const good = endings.filter(({ status }) => status === "available");
  const well = good.filter(({ instanceRef }) => isWell(instances.get(instanceRef)));
  const of = { entityType: "instance", kinds: BACKUP_HEALTH_KINDS } as const;
  const members = await listMemberships(tx, {
    ...of,
    entityIds: well.map(({ instanceRef }) => instanceRef),
  });
  const refs = [...new Set(members.map(({ entityId }) => entityId))];
  const troubled = await listTroubled(tx, { ids: refs, now: ctx.runtime.clock.now() });
  const entityIds = refs.filter((ref) => !troubled.has(ref));
  await clearEntities(tx, ctx, { ...of, entityIds, reason: "Backups succeed again." });
}

/** A late success of an old backup does not hide that a newer one went wrong. */
function isWell(instance: AlertedInstance | undefined): boolean {
  if (!instance) return false;
  const { lastEndedStatus, overdueSinceAt, lastGoodAt } = instance;
  if (lastEndedStatus === "failed" || lastEndedStatus === "missed") return false;
  return overdueSinceAt === null || (lastGoodAt ?? 0) >= overdueSinceAt;
}

async function raiseFailed(tx: Tx, ctx: Context, { endings, instances }: Known): Promise<void> {
  const bad = endings.filter(isBad);
  const lastOfLinks = await listLastOfLinks(tx, {
    ids: bad.map(({ id }) => id),
    now: ctx.runtime.clock.now(),
  });
  const news: AlertNews[] = [];
  for (const ending of bad) {
    const instance = instances.get(ending.instanceRef);
    if (!instance || instance.removedAt !== null) continue;
    const isLast = instance.lastEndedBackupId === ending.id || lastOfLinks.has(ending.id);
    const concerns = ending.kind === "manual" || (isLast && !instance.paused);
    if (concerns) news.push(toNews(ending, instance));
  }
  await raiseForInstances(tx, ctx, news);
}

function toNews(ending: Ending, instance: AlertedInstance): AlertNews {
  return toBackupNews(
    {
      ...toSubject(instance),
      backupId: ending.id,
      isAwsSilent: false,
      ending: ending.status === "missed" ? "missed" : "failed",
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
    region: instance.region,
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
