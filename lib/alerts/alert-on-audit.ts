import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { findOpenAlert } from "./alert.repo";
import { AUDIT_PROBLEM, listMended, toAuditMembers, type AuditProblem } from "./audit-members.pure";
import { clearAlert, clearMembersOf } from "./clear-alert";
import { listOpenMemberIds } from "./members.repo";
import { raiseAlerts } from "./raise-alert";

const CAUSE = "audit/chain";
const WORDS_SHOWN = 3;

/**
 * The audit log is not as it was written. Each problem is a member, so that a further one is told
 * again; those of which the whole look finds nothing any more are mended.
 */
export async function alertOnAudit(
  tx: Tx,
  ctx: Context,
  { problems, isWhole }: { problems: readonly AuditProblem[]; isWhole: boolean },
): Promise<void> {
  const isOfFiles = problems.every(({ kind }) => kind === "heads");
  const isCut = problems.some(({ kind }) => kind === "cut" || kind === "rewritten");
  const shown = problems.slice(0, WORDS_SHOWN).map(({ words }) => words);
  const more = problems.length - shown.length;
  const news = {
    cause: CAUSE,
    kind: "audit.broken",
    severity: "critical",
    accountRef: null,
    title: isOfFiles
      ? "The end of the audit log cannot be written down"
      : "The audit log is not as it was written",
    message: [...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join(" "),
    suggestion: isOfFiles
      ? "Look at the data folder: is its disk full or only to be read, does audit-heads belong to the application's user?"
      : isCut
        ? "If an older copy of the database was put back, say so with `npm run audit -- accept-restore`. Otherwise somebody took entries away: keep the files of audit-heads and the logs, and run `npm run audit -- verify`."
        : "Run `npm run audit -- verify`: it names each place. Keep a copy of the database as it is now, and find out who can write to it.",
    link: "/audit",
  } as const;
  const alert = await findOpenAlert(tx, CAUSE);
  const knownIds = alert ? await listOpenMemberIds(tx, alert.id) : [];
  const members = toAuditMembers(problems, knownIds);
  await raiseAlerts(
    tx,
    ctx,
    members.map((member) => ({ ...news, member })),
  );
  if (!isWhole) return;
  const entityIds = listMended(knownIds, members);
  const reason = "It is as it was written again.";
  await clearMembersOf(tx, ctx, { cause: CAUSE, reason, entityType: AUDIT_PROBLEM, entityIds });
}

export function clearAuditAlert(tx: Tx, ctx: Context): Promise<void> {
  return clearAlert(tx, ctx, { cause: CAUSE, reason: "The whole chain was looked at and holds." });
}
