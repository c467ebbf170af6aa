import type { NewEvent } from "../events/emit-event";
import type { BackupRow } from "./backup-row";

/** What an open page patches by id when a backup moves. */
export function backupChanged(backup: BackupRow): NewEvent {
  return {
    type: "backup.changed",
    entityId: backup.id,
    accountRef: backup.accountRef,
    data: {
      status: backup.status,
      progressPercent: backup.progressPercent,
      instanceRef: backup.instanceRef,
      imageId: backup.imageId,
    },
  };
}
