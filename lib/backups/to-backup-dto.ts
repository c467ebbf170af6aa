import { toIso, toIsoOrNull } from "../clock";
import type { BackupRow } from "./backup-row";
import type { BackupDto, BackupInstanceDto } from "./dto";

/** What is read beside the backup's row: the instance as a list names it. */
export interface BackupInstanceFacts {
  id: string;
  instanceId: string;
  name: string;
  region: string;
  accountId: string;
}

export function toBackupInstanceDto(facts: BackupInstanceFacts): BackupInstanceDto {
  const { id, instanceId, name, region, accountId } = facts;
  return { id, instanceId, name, region, accountId };
}

export function toBackupDto(row: BackupRow, instance: BackupInstanceFacts): BackupDto {
  return {
    id: row.id,
    instance: toBackupInstanceDto(instance),
    kind: row.kind,
    status: row.status,
    scheduler: row.scheduler,
    statusReason: row.statusReason,
    statusCode: row.statusCode,
    suggestion: row.suggestion,
    dueAt: toIso(row.dueAt),
    queuedAt: toIsoOrNull(row.queuedAt),
    startedAt: toIsoOrNull(row.startedAt),
    pendingAt: toIsoOrNull(row.pendingAt),
    endedAt: toIsoOrNull(row.endedAt),
    startWindowEndsAt: toIso(row.startWindowEndsAt),
    attemptNumber: row.attemptNumber,
    imageId: row.imageId,
    imageName: row.imageName,
    imageState: row.imageState,
    imageCreatedAt: toIsoOrNull(row.imageCreatedAt),
    sizeBytes: row.sizeBytes,
    progressPercent: row.progressPercent,
    reboot: row.reboot,
    description: row.description,
    held: row.heldAt !== null,
    requestedBy: row.requestedBy,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}
