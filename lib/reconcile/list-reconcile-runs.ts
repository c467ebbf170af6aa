import { requirePermission } from "../auth/require-permission";
import { toIso, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import type { ReconcileRunDto } from "./dto";
import { listAccountIds, listLatestRuns, listPlaces, placeKey, type PlaceRun } from "./places.repo";

/** Every account and region that is looked at, with the last look at it. */
export async function listReconcileRuns(ctx: Context): Promise<ReconcileRunDto[]> {
  requirePermission(ctx, "findings.read");
  const { clock, db } = ctx.runtime;
  const { read } = db;
  const runs = await listLatestRuns(read, { scope: ctx.accounts, now: clock.now() });
  const places = await listPlaces(read, ctx.accounts);
  const accountIds = await listAccountIds(read, ctx.accounts);
  const known = new Set(runs.map(({ run }) => placeKey(run)));
  const never = places
    .filter((place) => !known.has(placeKey(place)))
    .map((place) => ({
      ...place,
      accountId: accountIds.get(place.accountRef) ?? place.accountRef,
      run: null,
    }));
  return [...runs.map(toDto), ...never].toSorted(
    (a, b) => a.accountId.localeCompare(b.accountId) || a.region.localeCompare(b.region),
  );
}

function toDto({ run, accountId }: PlaceRun): ReconcileRunDto {
  const { accountRef, region, id, requestedBy, imageCount, snapshotCount, callCount } = run;
  return {
    accountRef,
    accountId,
    region,
    run: {
      id,
      state: run.endedAt === null ? "running" : run.error === null ? "done" : "failed",
      startedAt: toIso(run.startedAt),
      endedAt: toIsoOrNull(run.endedAt),
      requestedBy,
      imageCount,
      snapshotCount,
      callCount,
      counts: run.counts,
      error: run.error,
    },
  };
}
