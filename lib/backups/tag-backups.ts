import { requirePermission } from "../auth/require-permission";
import { toBulkError, toBulkReport, type BulkItemDto, type BulkReportDto } from "../bulk";
import type { Context } from "../context";
import type { BackupStatus } from "../db/schema/constants";
import { NotFoundError, PreconditionFailedError } from "../errors";
import { findListedBackups } from "./backup-list.repo";
import type { BackupRow } from "./backup-row";
import { TagBackupsInput } from "./schemas";
import type { TagChange } from "./record-tag";
import { tagImages } from "./tag-images";

/** AWS has an image of it that is not on its way out. */
const TAGGABLE: ReadonlySet<BackupStatus> = new Set(["pending", "available"]);

/**
 * Sets a tag on the images of many backups, in AWS and in our records, or takes one away. What AWS
 * has so already is not asked for again: the same request twice does no more than once.
 */
export async function tagBackups(ctx: Context, input: TagBackupsInput): Promise<BulkReportDto> {
  requirePermission(ctx, "backups.edit");
  const { ids, set, remove = "" } = TagBackupsInput.parse(input);
  const change: TagChange = set ?? { key: remove, value: null };
  const rows = await findListedBackups(ctx.runtime.db.read, {
    backupIds: ids,
    accounts: ctx.accounts,
  });
  const byId = new Map(rows.map(({ backup }) => [backup.id, backup]));
  const fates = new Map<string, BulkItemDto>();
  const refuse = (id: string, error: unknown) =>
    fates.set(id, { id, ok: false, error: toBulkError(ctx, error) });
  const taggable: BackupRow[] = [];
  for (const id of new Set(ids)) {
    const backup = byId.get(id);
    if (!backup) refuse(id, new NotFoundError("The backup"));
    else if (TAGGABLE.has(backup.status) && backup.imageId !== null) taggable.push(backup);
    else refuse(id, new PreconditionFailedError(noImage(backup)));
  }
  // One account's trouble delays no other's.
  const settled = await Promise.all(
    toPlaces(taggable).map((backups) => tagImages(ctx, { backups, change })),
  );
  for (const of of settled) for (const [id, fate] of of) fates.set(id, fate);
  return toBulkReport([...new Set(ids)].flatMap((id) => fates.get(id) ?? []));
}

function noImage({ status }: BackupRow): string {
  return `It has no image in AWS that could carry a tag: it is ${status}.`;
}

function toPlaces(backups: readonly BackupRow[]): BackupRow[][] {
  const places = new Map<string, BackupRow[]>();
  for (const backup of backups) {
    const key = `${backup.accountRef}/${backup.region}`;
    places.set(key, [...(places.get(key) ?? []), backup]);
  }
  return [...places.values()];
}
