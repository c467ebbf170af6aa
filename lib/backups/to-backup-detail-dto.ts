import { toIso, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import type { BackupDetails } from "./backup-detail.repo";
import type { ListedBackup } from "./backup-list.repo";
import type { AttemptRow, BackupRow, SnapshotRow } from "./backup-row";
import { imageConsoleUrl, launchCommand, snapshotConsoleUrl } from "./console-links.pure";
import { functionLogUrl } from "./function-log-url";
import type { BackupAttemptDto, BackupDetailDto, BackupSnapshotDto } from "./dto";
import { toBackupDto } from "./to-backup-dto";

export function toBackupDetailDto(
  ctx: Context,
  { backup, instance }: ListedBackup,
  details: BackupDetails,
): BackupDetailDto {
  const { imageId, region } = backup;
  const { partition } = details;
  const shown = details.snapshots.filter((row) => row.imageId === imageId);
  return {
    ...toBackupDto(backup, instance),
    hold: toHold(backup),
    keepUntil: toIsoOrNull(backup.keepUntil),
    secondImageId: backup.secondImageId,
    attempts: details.attempts.map(toAttemptDto),
    schedules: details.schedules.map(({ id, name, deletedAt }) => ({
      id,
      name,
      isDeleted: deletedAt !== null,
    })),
    tags: details.tags.map(({ key, value, confirmedAt, removing }) => ({
      key,
      value,
      state: confirmedAt === null || removing ? "unsure" : "set",
    })),
    snapshots: shown.map((row) => ({
      ...toSnapshotDto(row),
      consoleUrl: snapshotConsoleUrl({ snapshotId: row.snapshotId, region, partition }),
    })),
    events: details.events.map(({ id, at, type, message }) => ({
      id,
      at: toIso(at),
      type,
      message,
    })),
    launchCommand:
      imageId !== null && backup.status === "available"
        ? launchCommand({ imageId, region, instanceType: details.instanceType })
        : null,
    consoleUrl: imageId === null ? null : imageConsoleUrl({ imageId, region, partition }),
    functionLogUrl:
      backup.scheduler === "eventbridge" ? functionLogUrl(ctx, { region, partition }) : null,
  };
}

function toHold(backup: BackupRow): BackupDetailDto["hold"] {
  if (backup.heldAt === null) return null;
  return { at: toIso(backup.heldAt), by: backup.heldBy, reason: backup.heldReason };
}

function toAttemptDto(row: AttemptRow): BackupAttemptDto {
  return {
    number: row.number,
    imageName: row.imageName,
    status: row.status,
    sendCount: row.sendCount,
    firstSentAt: toIsoOrNull(row.firstSentAt),
    lastSentAt: toIsoOrNull(row.lastSentAt),
    lookupCount: row.lookupCount,
    lookedUpAt: toIsoOrNull(row.lookedUpAt),
    imageId: row.imageId,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    awsRequestId: row.awsRequestId,
    createdAt: toIso(row.createdAt),
    endedAt: toIsoOrNull(row.endedAt),
  };
}

function toSnapshotDto(row: SnapshotRow): Omit<BackupSnapshotDto, "consoleUrl"> {
  return {
    snapshotId: row.snapshotId,
    volumeId: row.volumeId,
    device: row.device,
    sizeGiB: row.sizeGiB,
    fullSizeBytes: row.fullSizeBytes,
    encrypted: row.encrypted,
    state: row.state,
    progressPercent: row.progressPercent,
    stateMessage: row.stateMessage,
  };
}
