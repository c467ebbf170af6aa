import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { clearAlert } from "./clear-alert";
import { raiseAlert } from "./raise-alert";

const CAUSE = "audit/chain";
const WORDS_SHOWN = 3;

/** The audit log is not as it was written. */
export async function alertOnAudit(
  tx: Tx,
  ctx: Context,
  problems: ReadonlyArray<{ kind: string; words: string }>,
): Promise<void> {
  const isCut = problems.some(({ kind }) => kind === "cut" || kind === "rewritten");
  const shown = problems.slice(0, WORDS_SHOWN).map(({ words }) => words);
  const more = problems.length - shown.length;
  await raiseAlert(tx, ctx, {
    cause: CAUSE,
    kind: "audit.broken",
    severity: "critical",
    accountRef: null,
    title: "The audit log is not as it was written",
    message: [...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join(" "),
    suggestion: isCut
      ? "If an older copy of the database was put back, say so with `npm run audit -- accept-restore`. Otherwise somebody took entries away: keep the files of audit-heads and the logs, and run `npm run audit -- verify`."
      : "Run `npm run audit -- verify`: it names each place. Keep a copy of the database as it is now, and find out who can write to it.",
    link: "/audit",
  });
}

export function clearAuditAlert(tx: Tx, ctx: Context): Promise<void> {
  return clearAlert(tx, ctx, { cause: CAUSE, reason: "The whole chain was looked at and holds." });
}
