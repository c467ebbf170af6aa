import { toIso, type EpochMs } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { clearAlert } from "./clear-alert";
import { raiseAlert } from "./raise-alert";

const CAUSE = "audit/unwatched";

/** Whatever is done to the audit log goes unseen meanwhile. */
export function alertOnUnwatched(tx: Tx, ctx: Context, lookedAt: EpochMs | null): Promise<void> {
  return raiseAlert(tx, ctx, {
    cause: CAUSE,
    kind: "audit.unwatched",
    severity: "critical",
    accountRef: null,
    title: "The audit log is not looked at",
    message: `${lookedAt === null ? "There was no look at it yet." : `The last look at it was at ${toIso(lookedAt)}.`} One is due each minute.`,
    suggestion:
      "The log says why the job “audit” fails. Until it ends well, look yourself: `npm run audit -- verify`.",
    link: "/audit",
  });
}

export function clearUnwatched(tx: Tx, ctx: Context): Promise<void> {
  return clearAlert(tx, ctx, { cause: CAUSE, reason: "It was looked at." });
}
