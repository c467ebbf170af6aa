import { toIso } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { findOpenAlert } from "./alert.repo";
import { clearAlert } from "./clear-alert";
import { mayBeAcknowledged } from "./may-be-acknowledged.pure";
import { raiseAlerts, type AlertNews } from "./raise-alert";

const CAUSE = "audit/restored";

interface Accepted {
  /** The entry that says so. */
  id: string;
  seq: number;
  at: number;
  by: string;
  keptSeq: number;
  lostSeq: number;
}

/**
 * Somebody at a shell accepted that entries are gone, which makes the chain whole: people are told,
 * as a cut can be hidden so. There is nothing to mend: it closes once somebody has acknowledged it.
 */
export async function alertOnRestores(
  tx: Tx,
  ctx: Context,
  restores: readonly Accepted[],
): Promise<void> {
  await raiseAlerts(tx, ctx, restores.map(toNews));
  const alert = await findOpenAlert(tx, CAUSE);
  if (!alert || mayBeAcknowledged(alert)) return;
  const reason = `${alert.acknowledgedBy ?? "Somebody"} has seen it; there is nothing to mend.`;
  await clearAlert(tx, ctx, { cause: CAUSE, reason });
}

function toNews({ id, seq, at, by, keptSeq, lostSeq }: Accepted): AlertNews {
  const count = Math.max(0, lostSeq - keptSeq);
  const given = `${count} ${count === 1 ? "entry" : "entries"} of the audit log`;
  const what = `${by} gave up ${given}, from number ${keptSeq + 1} on, at ${toIso(at)} (entry ${seq})`;
  return {
    cause: CAUSE,
    kind: "audit.restored",
    severity: "critical",
    accountRef: null,
    title: "Missing entries of the audit log were accepted",
    message: `${what}: an older copy of the database was put back, they say.`,
    suggestion:
      "If nobody restored the database then, entries were taken away on purpose: keep the files of audit-heads and the logs, and find out who had a shell. Otherwise acknowledge it.",
    link: "/audit",
    member: { entityType: "audit_entry", entityId: id, accountRef: null, message: `${what}.` },
  };
}
