import { clearWellAgain } from "../alerts/clear-well-again";
import { flagEndingCredentials } from "../alerts/flag-ending-credentials";
import { flagSlowBackups } from "../alerts/flag-slow-backups";
import { systemContext } from "../context";
import { LEDGER_DONE_LEASE } from "../health/get-readiness";
import { newId } from "../ids";
import { stampLease } from "../leases/stamp-lease";
import type { Runtime } from "../runtime";
import { flagOverdue } from "./flag-overdue";
import { reviveLinks } from "./revive-links";
import { watchScheduler } from "./watch-scheduler";

/**
 * Looks whether what was expected has come, also where nothing is started any more: in every
 * long-lived process, one at a time under the lease `ledger`. Running twice does no harm.
 */
export async function runLedger(runtime: Runtime): Promise<void> {
  const { clock, random } = runtime;
  const ctx = systemContext(runtime, "ledger", newId("req", clock.now(), random));
  const schedulerRunning = await watchScheduler(ctx);
  await flagOverdue(ctx, { schedulerRunning });
  await flagSlowBackups(ctx);
  await flagEndingCredentials(ctx);
  await clearWellAgain(ctx);
  await reviveLinks(ctx);
  await stampLease(runtime, { name: LEDGER_DONE_LEASE, owner: "ledger" });
}
