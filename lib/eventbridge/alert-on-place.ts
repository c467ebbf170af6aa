import type { AlertKind } from "../alerts/alert-kinds";
import { clearAlert } from "../alerts/clear-alert";
import { raiseAlert } from "../alerts/raise-alert";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { isFiring, KIND_WORDS } from "./kind-rules.pure";
import { listTroubled, type ObjectRow } from "./objects.repo";
import { listOpenCauses } from "./open-causes.repo";
import type { PlaceRecord } from "./places.repo";

/** IAM and Lambda need some time by themselves. */
const PATIENCE_MS = 5 * MINUTE;
const TRIES_MAX = 2;
/** Enough to say what is wrong; the place's page lists all. */
const TROUBLED_MAX = 500;

interface Trouble {
  kind: Extract<AlertKind, `eventbridge.${string}`>;
  title: string;
  message: string;
  suggestion: string | null;
}

/**
 * One alert for what cannot be set up or taken away at a place, one for what somebody else changed
 * there; each closes when there is nothing of it any more.
 */
export async function alertOnPlace(ctx: Context, record: PlaceRecord): Promise<void> {
  const { db } = ctx.runtime;
  const { place } = record;
  const rows = await listTroubled(db.read, { placeId: place.id, limit: TROUBLED_MAX });
  const troubles = [findFailing(ctx, record, rows), findChanged(record, rows)];
  const causes = causesOf(place.id);
  const open = await listOpenCauses(db.read, Object.values(causes));
  const told = [
    { cause: causes.failing, trouble: troubles[0] ?? null },
    { cause: causes.changed, trouble: troubles[1] ?? null },
  ];
  // Nothing to tell and nothing to take back: the ordinary case writes nothing.
  if (told.every(({ cause, trouble }) => trouble === null && !open.has(cause))) return;
  await db.write(async (tx) => {
    for (const { cause, trouble } of told) {
      if (trouble === null) {
        await clearAlert(tx, ctx, { cause, reason: "AWS has everything as it is to be." });
        continue;
      }
      const { accountRef } = place;
      await raiseAlert(tx, ctx, {
        cause,
        severity: "warning",
        accountRef,
        link: `/schedules/aws/${place.id}`,
        ...trouble,
        member: {
          entityType: "eventbridge_place",
          entityId: place.id,
          accountRef,
          message: trouble.message,
        },
      });
    }
  });
}

/** The place is no more: nobody is to look there. */
export async function clearPlaceAlerts(tx: Tx, ctx: Context, placeId: string): Promise<void> {
  for (const cause of Object.values(causesOf(placeId))) {
    await clearAlert(tx, ctx, { cause, reason: "Nothing of ours is left there." });
  }
}

function causesOf(placeId: string) {
  return {
    failing: `eventbridge-failing/${placeId}`,
    changed: `eventbridge-changed/${placeId}`,
  };
}

function findFailing(
  ctx: Context,
  record: PlaceRecord,
  rows: readonly ObjectRow[],
): Trouble | null {
  const { place } = record;
  const now = ctx.runtime.clock.now();
  const where = wordsOf(record);
  const stuck = rows.find(
    ({ state, attempts, updatedAt, createdAt, confirmedAt }) =>
      (state === "failed" && attempts >= TRIES_MAX) ||
      (state === "settling" &&
        now - Math.max(createdAt, confirmedAt ?? 0) > PATIENCE_MS &&
        now - updatedAt > PATIENCE_MS),
  );
  if (place.errorMessage !== null) {
    return {
      kind: "eventbridge.failing",
      title: `EventBridge cannot be looked after in ${where}`,
      message: place.errorMessage,
      suggestion: place.suggestion,
    };
  }
  if (!stuck) return null;
  const verb = stuck.wanted ? "set up" : "taken away";
  return {
    kind: "eventbridge.failing",
    title: `EventBridge cannot be ${verb} in ${where}`,
    message: `${KIND_WORDS[stuck.kind]} ${stuck.name}: ${stuck.message ?? "AWS has not finished it."}${stillOf(stuck)}`,
    suggestion: stuck.suggestion,
  };
}

/** A change that was refused leaves AWS with what it had. */
function stillOf({ wanted, kind, confirmedHash, specHash }: ObjectRow): string {
  if (!wanted || confirmedHash === null || confirmedHash === specHash) return "";
  if (!isFiring(kind)) return " AWS still has it as it was before.";
  return " AWS still fires as it was told before, and AMIVault starts these backups as they are to be.";
}

function findChanged(record: PlaceRecord, rows: readonly ObjectRow[]): Trouble | null {
  const changed = rows.filter(
    ({ state, overruledAt }) =>
      (state === "changed" || state === "missing") && overruledAt === null,
  );
  const [first] = changed;
  if (!first) return null;
  const more = changed.length === 1 ? "" : ` ${changed.length - 1} more are not as they were put.`;
  const fired = first.wanted ? " Until it is repaired, AMIVault starts these backups itself." : "";
  return {
    kind: "eventbridge.changed",
    title: `Somebody changed EventBridge in ${wordsOf(record)}`,
    message: `${KIND_WORDS[first.kind]} ${first.name}: ${first.message ?? ""}${more}${fired}`,
    suggestion: first.wanted
      ? "Repair puts everything back; or choose AMIVault as the scheduler."
      : "Say on its page whether it is to be removed or left.",
  };
}

function wordsOf({ accountId, accountName, place }: PlaceRecord): string {
  return `${accountName ?? accountId}, ${place.region}`;
}
