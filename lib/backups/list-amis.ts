import { requirePermission } from "../auth/require-permission";
import { toIso, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import { decodeCursor, toPlace, type Page } from "../paging";
import { selectBackups, type ListedBackup } from "./backup-list.repo";
import type { AmiDto } from "./dto";
import { toFilter } from "./list-backups";
import { ListAmisQuery, type ListAmisInput } from "./schemas";
import { toBackupInstanceDto } from "./to-backup-dto";
import { toSearchedPage } from "./to-searched-page";

/** Whoever is in one of these has an image. */
const IN_AWS = ["pending", "available", "deleting"] as const;

/** Images of ours that are in AWS as far as we know, newest due moment first. */
export async function listAmis(ctx: Context, input: ListAmisInput = {}): Promise<Page<AmiDto>> {
  requirePermission(ctx, "backups.read");
  const query = ListAmisQuery.parse(input);
  const found = await selectBackups(ctx.runtime.db.read, {
    filter: { ...toFilter(ctx, query), statuses: IN_AWS },
    after: toPlace(decodeCursor(query.cursor)),
    limit: query.limit + 1,
  });
  return toSearchedPage({
    found,
    limit: query.limit,
    placeOf: ({ backup }) => ({ at: backup.dueAt, id: backup.id }),
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
