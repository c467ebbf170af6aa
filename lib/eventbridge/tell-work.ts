import { recordAudit } from "../audit/record-audit";
import { readAwsRequests } from "../aws/request-trace";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { ServiceError } from "../errors";
import type { ObjectRow } from "./objects.repo";
import type { PlaceRow } from "./places.repo";

/** What is written before AWS is told: a process that ends then has told nobody. */
export const BEING_PUT = "Being put into place.";
export const BEING_REMOVED = "Being removed.";

/** AWS has been asked since, and no entry says so yet. */
export function isUntold({ wanted, sentSpec, removalSentAt, state, message }: ObjectRow): boolean {
  if ((wanted ? sentSpec : removalSentAt) === null) return false;
  return state !== "settling" || message === BEING_PUT || message === BEING_REMOVED;
}

/** What AWS was made to do with an object, with the names of the requests: an entry of the audit log. */
export async function tellWork(tx: Tx, ctx: Context, { place, row }: Told): Promise<void> {
  const had = row.confirmedSpec ?? (row.wanted ? null : (row.sentSpec ?? row.spec));
  await recordAudit(tx, ctx, {
    ...targetOf(place),
    action: row.wanted ? "eventbridge.put" : "eventbridge.remove",
    ...(had === null ? {} : { before: { ...namesOf(place, row), ...had } }),
    ...(row.wanted ? { after: { ...namesOf(place, row), ...row.spec } } : {}),
  });
}

/**
 * Of several requests some may have taken effect before one was refused. Told once for each reason:
 * it is tried again and again.
 */
export async function tellBrokenOff(ctx: Context, told: Told, error: unknown): Promise<void> {
  const { place, row } = told;
  if (!(error instanceof ServiceError) || row.message === error.message) return;
  if (!(readAwsRequests() ?? []).some((sent) => !READING.test(sent))) return;
  const code = error.reason ?? error.code;
  await ctx.runtime.db.write((tx) =>
    recordAudit(tx, ctx, {
      ...targetOf(place),
      action: "eventbridge.broken_off",
      after: { ...namesOf(place, row), wanted: row.wanted, code, message: error.message },
    }),
  );
}

interface Told {
  place: PlaceRow;
  /** As it was read before AWS was asked. */
  row: ObjectRow;
}

const READING = /^(Get|List|Describe)/;

function targetOf({ id, accountRef }: PlaceRow) {
  return { targetType: "eventbridge_place", targetId: id, accountRef };
}

/** For whom it is there says on whose wish: that choice has an entry of its own. */
function namesOf({ region }: PlaceRow, { kind, name, instanceRef, linkId }: ObjectRow) {
  return {
    region,
    kind,
    name,
    ...(instanceRef === null ? {} : { instanceRef }),
    ...(linkId === null ? {} : { linkId }),
  };
}
