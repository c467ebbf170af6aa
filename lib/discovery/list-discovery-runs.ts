import { requirePermission } from "../auth/require-permission";
import { toIso, toIsoOrNull, type EpochMs } from "../clock";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { decodeCursor, toPage, type Page } from "../paging";
import { groupBy } from "../schedules/group-by.pure";
import type { DiscoveryPlaceDto, DiscoveryRunDto } from "./dto";
import { findRun, listPlacesOf, listRuns, type RunRow, type ShownPlace } from "./runs.repo";
import { DiscoveryRunRef, ListDiscoveryRunsQuery, type ListDiscoveryRunsInput } from "./schemas";

const OWNER = { list: "discovery-runs" } as const;

/** Newest first, each with its places. */
export async function listDiscoveryRuns(
  ctx: Context,
  input: ListDiscoveryRunsInput = {},
): Promise<Page<DiscoveryRunDto>> {
  requirePermission(ctx, "instances.read");
  const { limit, cursor } = ListDiscoveryRunsQuery.parse(input);
  const { read } = ctx.runtime.db;
  const [at, id] = decodeCursor(OWNER, cursor) ?? [];
  const after = typeof at === "number" && id !== undefined ? ([at, id] as const) : null;
  const rows = await listRuns(read, { scope: ctx.accounts, limit: limit + 1, after });
  const runIds = rows.slice(0, limit).map((run) => run.id);
  const places = await listPlacesOf(read, { runIds, scope: ctx.accounts });
  const byRun = groupBy(places, ({ runId }) => runId);
  return toPage({
    owner: OWNER,
    rows,
    limit,
    total: null,
    cursorOf: (run) => [run.startedAt, run.id],
    toItem: (run) => toRunDto(ctx, run, byRun.get(run.id) ?? []),
  });
}

/** The newest; null before the first. */
export async function findLastDiscovery(ctx: Context): Promise<DiscoveryRunDto | null> {
  const { items } = await listDiscoveryRuns(ctx, { limit: 1 });
  return items[0] ?? null;
}

/** One look; a run that looked at nothing the caller may see does not exist for them. */
export async function getDiscoveryRun(
  ctx: Context,
  input: DiscoveryRunRef,
): Promise<DiscoveryRunDto> {
  requirePermission(ctx, "instances.read");
  const { runId } = DiscoveryRunRef.parse(input);
  const { read } = ctx.runtime.db;
  const run = await findRun(read, runId);
  const places = await listPlacesOf(read, { runIds: [runId], scope: ctx.accounts });
  if (run === null || (ctx.accounts !== "all" && places.length === 0)) {
    throw new NotFoundError("The look");
  }
  return toRunDto(ctx, run, places);
}

function toRunDto(ctx: Context, run: RunRow, places: readonly ShownPlace[]): DiscoveryRunDto {
  const { id, requestedBy, startedAt } = run;
  const endedAt = ctx.accounts === "all" ? run.endedAt : endOf(places);
  const hasFailed = places.length > 0 && places.every(({ state }) => state === "failed");
  return {
    id,
    state: endedAt === null ? "running" : hasFailed ? "failed" : "done",
    requestedBy,
    startedAt: toIso(startedAt),
    endedAt: toIsoOrNull(endedAt),
    places: places.map(toPlaceDto),
  };
}

/** Of the places that are seen: when the others end is told to who sees them. */
function endOf(places: readonly ShownPlace[]): EpochMs | null {
  let last: EpochMs | null = null;
  for (const { endedAt } of places) {
    if (endedAt === null) return null;
    last = Math.max(last ?? endedAt, endedAt);
  }
  return last;
}

function toPlaceDto(place: ShownPlace): DiscoveryPlaceDto {
  const { accountRef, accountId, region, state, error, suggestion } = place;
  const { seenCount, newCount, protectedCount } = place;
  return {
    accountRef,
    accountId,
    region: region === "" ? null : region,
    state,
    seenCount,
    newCount,
    protectedCount,
    error,
    suggestion,
    endedAt: toIsoOrNull(place.endedAt),
  };
}
