import { requirePermission } from "../auth/require-permission";
import { toIso, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import { selectBackups, type ListedBackup } from "./backup-list.repo";
import type { AmiDto } from "./dto";
import { toFilter } from "./list-backups";
import { ListAmisQuery, type ListAmisInput } from "./schemas";
import { toBackupInstanceDto } from "./to-backup-dto";

/** Whoever is in one of these has an image. */
const IN_AWS = ["pending", "available", "deleting"] as const;

/** Images of ours that are in AWS as far as we know, newest due moment first. */
export async function listAmis(ctx: Context, input: ListAmisInput = {}): Promise<Page<AmiDto>> {
  requirePermission(ctx, "backups.read");
  const query = ListAmisQuery.parse(input);
  const rows = await selectBackups(ctx.runtime.db.read, {
    filter: { ...toFilter(ctx, query), statuses: IN_AWS },
    cursor: decodeCursor(query.cursor),
    limit: query.limit + 1,
  });
  return toPage({
    rows,
    limit: query.limit,
    total: null,
    cursorOf: ({ backup }) => [backup.dueAt, backup.id],
    toItem: toAmiDto,
  });
}

function toAmiDto({ backup, instance }: ListedBackup): AmiDto {
  return {
    imageId: backup.imageId ?? "",
    imageName: backup.imageName,
    imageState: backup.imageState,
    createdAt: toIsoOrNull(backup.imageCreatedAt),
    sizeBytes: backup.sizeBytes,
    backupId: backup.id,
    kind: backup.kind,
    status: backup.status,
    dueAt: toIso(backup.dueAt),
    description: backup.description,
    held: backup.heldAt !== null,
    instance: toBackupInstanceDto(instance),
  };
}
