import { alertOnAudit, clearAuditAlert } from "../alerts/alert-on-audit";
import { alertOnRestores } from "../alerts/alert-on-restores";
import { clearUnwatched } from "../alerts/alert-on-unwatched";
import type { ChainProblem } from "../audit/problem.pure";
import type { ChainReport } from "../audit/verify-chain";
import type { EpochMs } from "../clock";
import { systemContext } from "../context";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { readSetting, writeSetting } from "../settings/settings.repo";

/** What a look at the audit log found: for the page, the log and whoever is told of alerts. */
export async function tellOfAudit(
  runtime: Runtime,
  of: {
    report: ChainReport;
    problems: readonly ChainProblem[];
    /** All of the chain was looked at, not only what is new. */
    isWhole: boolean;
    wholeAt: EpochMs;
    unproven: number;
  },
): Promise<void> {
  const { clock, random, db, log } = runtime;
  const { problems, report, isWhole, wholeAt, unproven } = of;
  const now = clock.now();
  const ctx = systemContext(runtime, "audit", newId("req", now, random));
  const [first] = problems;
  if (first)
    log.error(
      { problems: problems.slice(0, 20), count: problems.length },
      "the audit log is not whole",
    );
  const found = {
    seq: report.last.seq,
    checkedAt: now,
    wholeAt,
    problems: problems.length,
    troubles: problems.filter(({ kind }) => kind === "heads").length,
    unproven,
    words: first?.words ?? null,
  };
  await db.write(async (tx) => {
    // In this transaction: another process may have told of them, and a number may stand again.
    const told = new Set((await readSetting(tx, "audit.check"))?.restoresTold);
    const restores = report.restores.filter(({ id }) => !told.has(id));
    const restoresTold = [...told, ...restores.map(({ id }) => id)];
    const value = { ...found, restoresTold };
    await writeSetting(tx, { key: "audit.check", value, updatedAt: now, updatedBy: null });
    const look = { key: "audit.look" as const, value: null, updatedAt: now, updatedBy: null };
    if (await readSetting(tx, "audit.look")) await writeSetting(tx, look);
    if (first) await alertOnAudit(tx, ctx, { problems, isWhole });
    else await clearAuditAlert(tx, ctx);
    await alertOnRestores(tx, ctx, restores);
    await clearUnwatched(tx, ctx);
  });
}
