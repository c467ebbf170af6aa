import { recordAudit } from "../audit/record-audit";
import { requireAccount, requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { withReader } from "../backups/reader";
import { actorName, type Context } from "../context";
import type { Tx } from "../db/tx";
import { NotFoundError } from "../errors";
import { newId } from "../ids";
import { reconcileChanged } from "./begin-run";
import type { ReconcileRequestedDto } from "./dto";
import { findAccount } from "./accounts.repo";
import { reconcilePlaceJob } from "./jobs";
import { listPlaces } from "./places.repo";
import type { Place } from "./records.repo";
import { insertRun, listUnended } from "./runs.repo";
import { RequestReconcileInput } from "./schemas";

/** Looks now, at one place or at all of them; what is under way already is not begun twice. */
export async function requestReconcile(
  ctx: Context,
  input: RequestReconcileInput = {},
): Promise<ReconcileRequestedDto> {
  requirePermission(ctx, "findings.repair");
  const wanted = RequestReconcileInput.parse(input);
  const places = await listWanted(ctx, wanted);
  await writeAs(ctx, async (tx) => {
    for (const place of places) await ask(tx, ctx, place);
    await recordAudit(tx, ctx, {
      action: "reconcile.request",
      targetType: "account",
      targetId: wanted.accountRef ?? null,
      ...(wanted.accountRef === undefined ? {} : { accountRef: wanted.accountRef }),
      after: { regions: [...new Set(places.map(({ region }) => region))].slice(0, 50) },
    });
  });
  await ctx.runtime.queue.enqueue(reconcilePlaceJob, places);
  return { places: places.length };
}

async function listWanted(
  ctx: Context,
  { accountRef, region, everyRegion }: RequestReconcileInput,
): Promise<Place[]> {
  const { read } = ctx.runtime.db;
  if (accountRef === undefined) return listPlaces(read, ctx.accounts);
  requireAccount(ctx, accountRef, "The account");
  if (!(await findAccount(read, accountRef))) throw new NotFoundError("The account");
  if (region !== undefined) return [{ accountRef, region }];
  const known = (await listPlaces(read, [accountRef])).map((place) => place.region);
  if (everyRegion !== true) return known.map((region) => ({ accountRef, region }));
  const home = { accountRef, region: known[0] ?? "us-east-1", preferredId: null };
  const listed = await withReader(ctx, home, (ec2) => ec2.describeRegions());
  const enabled = listed.filter(({ enabled }) => enabled).map(({ region }) => region);
  return [...new Set([...known, ...enabled])].map((region) => ({ accountRef, region }));
}

async function ask(tx: Tx, ctx: Context, place: Place): Promise<void> {
  if ((await listUnended(tx, place)).length > 0) return;
  const now = ctx.runtime.clock.now();
  await insertRun(tx, {
    id: newId("rec", now, ctx.runtime.random),
    ...place,
    startedAt: now,
    requestedBy: actorName(ctx.actor),
    counts: {},
  });
  await reconcileChanged(tx, ctx, place);
}
