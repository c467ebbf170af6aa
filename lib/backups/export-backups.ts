import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { streamCsv, type CsvCell } from "../csv";
import type { Place } from "../db/bounded-walk";
import { PAGE_SIZE_MAX } from "../paging";
import { selectBackups, type FoundBackups } from "./backup-list.repo";
import type { BackupDto } from "./dto";
import { toFilter } from "./list-backups";
import { ExportBackupsQuery, type ExportBackupsInput } from "./schemas";
import { listTags, type BackupTagRow } from "./tags.repo";
import { toBackupDto } from "./to-backup-dto";

/** Every backup that the list's filters match, in its order, as CSV. */
export function exportBackups(
  ctx: Context,
  input: ExportBackupsInput = {},
): ReadableStream<Uint8Array> {
  requirePermission(ctx, "backups.read");
  const query = ExportBackupsQuery.parse(input);
  const header = [...COLUMNS.map(([name]) => name), "tags"];
  return streamCsv({ header, pages: readPages(ctx, query), byteOrderMark: query.bom });
}

async function* readPages(ctx: Context, query: ExportBackupsQuery): AsyncGenerator<CsvCell[][]> {
  const { read } = ctx.runtime.db;
  const filter = toFilter(ctx, query);
  let after: Place | null = null;
  do {
    const found: FoundBackups = await selectBackups(read, { filter, after, limit: PAGE_SIZE_MAX });
    const { rows, next } = found;
    const tags = await listTags(
      read,
      rows.map(({ backup }) => backup.id),
    );
    yield rows.map(({ backup, instance }) => {
      const dto = toBackupDto(backup, instance);
      return [...COLUMNS.map(([, cellOf]) => cellOf(dto)), toTagText(tags.get(backup.id) ?? [])];
    });
    after = next;
  } while (after !== null);
}

/** As in the instances' CSV: no separator of ours may stand in a value. */
function toTagText(tags: readonly BackupTagRow[]): string {
  return JSON.stringify(Object.fromEntries(tags.map(({ key, value }) => [key, value])));
}

const COLUMNS: ReadonlyArray<readonly [name: string, cellOf: (dto: BackupDto) => CsvCell]> = [
  ["id", ({ id }) => id],
  ["status", ({ status }) => status],
  ["kind", ({ kind }) => kind],
  ["instanceName", ({ instance }) => instance.name],
  ["instanceId", ({ instance }) => instance.instanceId],
  ["accountId", ({ instance }) => instance.accountId],
  ["region", ({ instance }) => instance.region],
  ["dueAt", ({ dueAt }) => dueAt],
  ["startedAt", ({ startedAt }) => startedAt],
  ["endedAt", ({ endedAt }) => endedAt],
  ["seconds", secondsOf],
  ["imageId", ({ imageId }) => imageId],
  ["imageName", ({ imageName }) => imageName],
  ["imageState", ({ imageState }) => imageState],
  ["fullSizeBytesAtMost", ({ sizeBytes }) => sizeBytes],
  ["held", ({ held }) => held],
  ["requestedBy", ({ requestedBy }) => requestedBy],
  ["description", ({ description }) => description],
  ["reason", ({ statusReason }) => statusReason],
  ["code", ({ statusCode }) => statusCode],
];

/** From the first call to the image that AWS calls available; empty for what never was. */
function secondsOf({ imageState, startedAt, endedAt }: BackupDto): number | null {
  if (imageState === null || startedAt === null || endedAt === null) return null;
  return Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000);
}
