import { requirePermission } from "#lib/auth/require-permission";
import { inChunks } from "#lib/aws/ec2/filter-value.pure";
import type { Context } from "#lib/context";
import { streamCsv, type CsvCell } from "#lib/csv";
import { PAGE_SIZE_MAX } from "#lib/paging";
import type { InstanceDto } from "./dto";
import { listInstancesById, listInstanceSchedules } from "./instance.repo";
import { listInstanceHandles } from "./list-instances.repo";
import { ExportInstancesQuery } from "./schemas";
import { toInstanceDto } from "./to-instance-dto";

/** Every instance that the list's filters match, in its order, as CSV. */
export function exportInstances(
  ctx: Context,
  input: ExportInstancesQuery = {},
): ReadableStream<Uint8Array> {
  requirePermission(ctx, "instances.read");
  const { bom, ...query } = ExportInstancesQuery.parse(input);
  const header = COLUMNS.map(([name]) => name);
  return streamCsv({ header, pages: readPages(ctx, query), byteOrderMark: bom === "true" });
}

type Query = Omit<ReturnType<typeof ExportInstancesQuery.parse>, "bom">;

/** As many as there may be: their ids alone are read at once. */
const EXPORTED_MAX = 1_000_000;

/**
 * The list is settled first: what it is sorted by moves while it is read, and a row that moves over
 * a cursor would be missing, or be there twice.
 */
async function* readPages(ctx: Context, query: Query): AsyncGenerator<CsvCell[][]> {
  const { db, clock } = ctx.runtime;
  const scope = { accounts: ctx.accounts, now: clock.now(), limit: EXPORTED_MAX };
  const handles = await listInstanceHandles(db.read, { ...query, ...scope });
  for (const part of inChunks(handles, PAGE_SIZE_MAX)) {
    const ids = part.map(({ id }) => id);
    const now = clock.now();
    const rows = await listInstancesById(db.read, { ids, accounts: ctx.accounts, now });
    const links = await listInstanceSchedules(db.read, ids);
    const byId = new Map(rows.map((row) => [row.instance.id, row]));
    yield ids
      .flatMap((id) => byId.get(id) ?? [])
      .map((row) => {
        const dto = toInstanceDto(row, links);
        return COLUMNS.map(([, cellOf]) => cellOf(dto));
      });
  }
}

const COLUMNS: ReadonlyArray<readonly [name: string, cellOf: (dto: InstanceDto) => CsvCell]> = [
  ["name", ({ name }) => name],
  ["instanceId", ({ instanceId }) => instanceId],
  ["accountId", ({ accountId }) => accountId],
  ["region", ({ region }) => region],
  ["state", ({ state }) => state],
  ["health", ({ health }) => health.status],
  ["healthReason", ({ health }) => health.text],
  ["paused", ({ paused }) => paused],
  ["schedules", ({ schedules }) => schedules.map(({ words }) => words).join("; ")],
  ["lastGoodAt", ({ lastGoodAt }) => lastGoodAt],
  ["lastEndedStatus", ({ lastEndedStatus }) => lastEndedStatus],
  ["lastEndedAt", ({ lastEndedAt }) => lastEndedAt],
  ["nextDueAt", ({ nextDueAt }) => nextDueAt],
  ["availableBackups", ({ availableCount }) => availableCount],
  ["credential", ({ credentialName }) => credentialName],
  ["retentionPolicyId", ({ retentionPolicyId }) => retentionPolicyId],
  ["rebootOnBackup", ({ rebootOnBackup }) => rebootOnBackup],
  ["instanceType", ({ instanceType }) => instanceType],
  ["platform", ({ platform }) => platform],
  ["volumes", ({ volumeCount }) => volumeCount],
  ["volumesGiB", ({ volumeGiB }) => volumeGiB],
  ["tags", ({ tags }) => JSON.stringify(tags)],
  ["createdAt", ({ createdAt }) => createdAt],
  ["id", ({ id }) => id],
];
