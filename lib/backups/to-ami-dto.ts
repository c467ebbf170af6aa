import { toIso, toIsoOrNull } from "../clock";
import type { ListedBackup } from "./backup-list.repo";
import { imageConsoleUrl } from "./console-links.pure";
import type { AmiDto } from "./dto";
import type { ListedForeign } from "./foreign-list.repo";
import { toBackupInstanceDto } from "./to-backup-dto";

export function toOwnAmiDto({ backup, instance }: ListedBackup, partition: string): AmiDto {
  const { imageId, region } = backup;
  return {
    imageId: imageId ?? "",
    imageName: backup.imageName,
    imageState: backup.imageState,
    createdAt: toIsoOrNull(backup.imageCreatedAt),
    sizeBytes: backup.sizeBytes,
    accountId: instance.accountId,
    region,
    ours: true,
    owner: null,
    backupId: backup.id,
    kind: backup.kind,
    status: backup.status,
    dueAt: toIso(backup.dueAt),
    instance: toBackupInstanceDto(instance),
    held: backup.heldAt !== null,
    description: backup.description,
    isPublic: null,
    sourceInstanceId: null,
    lastSeenAt: null,
    consoleUrl: imageId === null ? null : imageConsoleUrl({ imageId, region, partition }),
  };
}

export function toForeignAmiDto({ image, accountId, partition }: ListedForeign): AmiDto {
  const { imageId, region } = image;
  return {
    imageId,
    imageName: image.name,
    imageState: image.state,
    createdAt: toIso(image.createdAt),
    sizeBytes: image.sizeBytes,
    accountId,
    region,
    ours: false,
    owner: image.owner || null,
    backupId: null,
    kind: null,
    status: null,
    dueAt: null,
    instance: null,
    held: false,
    description: image.description,
    isPublic: image.isPublic,
    sourceInstanceId: image.sourceInstanceId,
    lastSeenAt: toIso(image.lastSeenAt),
    consoleUrl: imageConsoleUrl({ imageId, region, partition }),
  };
}
