import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { streamCsv, type CsvCell } from "#lib/csv";
import { PAGE_SIZE_MAX, type Cursor } from "#lib/paging";
import type { InstanceDto } from "./dto";
import { listInstanceSchedules } from "./instance.repo";
import { listInstanceRows, type ListedInstance } from "./list-instances.repo";
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

async function* readPages(ctx: Context, query: Query): AsyncGenerator<CsvCell[][]> {
  const { db, clock } = ctx.runtime;
  const scope = { accounts: ctx.accounts, now: clock.now(), limit: PAGE_SIZE_MAX };
  let after: Cursor | null = null;
  do {
    const rows: ListedInstance[] = await listInstanceRows(db.read, { ...query, ...scope }, after);
    const page = rows.slice(0, PAGE_SIZE_MAX);
    const links = await listInstanceSchedules(
      db.read,
      page.map(({ instance }) => instance.id),
    );
    yield page.map((row) => {
      const dto = toInstanceDto(row, links);
      return COLUMNS.map(([, cellOf]) => cellOf(dto));
    });
    const last = rows.length > PAGE_SIZE_MAX ? page.at(-1) : undefined;
    after = last ? [last.sortKey, last.instance.id] : null;
  } while (after !== null);
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
