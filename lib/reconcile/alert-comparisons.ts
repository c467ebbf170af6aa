import { clearAlert, clearEntities } from "../alerts/clear-alert";
import { listMembersOfKind } from "../alerts/members.repo";
import { raiseAlert } from "../alerts/raise-alert";
import { DAY } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { findAccount } from "./accounts.repo";
import { placeKey } from "./places.repo";
import type { Place } from "./records.repo";
import { findUncomparedSince } from "./runs.repo";

/** Four rounds of six hours, with an hourly try in between. */
const UNCOMPARED_MS = DAY;
const KIND = "reconcile.failing";

/** For a day a place could not be read whole: what went missing there since, nobody knows. */
export async function alertOnFailedRun(
  tx: Tx,
  ctx: Context,
  { place, message }: { place: Place; message: string },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const since = await findUncomparedSince(tx, { place, now });
  if (since === null || now - since < UNCOMPARED_MS) return;
  const { accountRef, region } = place;
  const account = await findAccount(tx, accountRef);
  await raiseAlert(tx, ctx, {
    cause: causeOf(place),
    kind: KIND,
    severity: "warning",
    accountRef,
    title: `Account ${account?.accountId ?? accountRef} cannot be compared with AWS`,
    message:
      "For more than a day, not all images and snapshots could be read. What somebody deleted there since, and what is left over, is not known.",
    suggestion: "Mend what AWS answers; the next comparison, within the hour, closes this.",
    link: "/findings",
    member: { ...memberOf(place), accountRef, message: `${region}: ${message}` },
  });
}

export async function clearFailedRuns(tx: Tx, ctx: Context, place: Place): Promise<void> {
  const reason = "It was compared with AWS.";
  await clearAlert(tx, ctx, { cause: causeOf(place), reason, member: memberOf(place) });
}

/** Places that nobody looks at any more, as their last credential or instance is gone. */
export async function clearLeftPlaces(ctx: Context, places: readonly Place[]): Promise<void> {
  const watched = new Set(places.map(placeKey));
  const told = await listMembersOfKind(ctx.runtime.db.read, KIND);
  const entityIds = told.map(({ entityId }) => entityId).filter((id) => !watched.has(id));
  if (entityIds.length === 0) return;
  const reason = "Nothing of ours is looked for there any more.";
  const of = { entityType: "place", entityIds, kinds: [KIND] as const, reason };
  await ctx.runtime.db.write((tx) => clearEntities(tx, ctx, of));
}

function causeOf({ accountRef }: Place): string {
  return `${KIND}/${accountRef}`;
}

function memberOf(place: Place) {
  return { entityType: "place", entityId: placeKey(place) };
}
