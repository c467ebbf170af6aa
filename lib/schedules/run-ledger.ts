import { systemContext } from "../context";
import { newId } from "../ids";
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
  await watchScheduler(ctx);
  await flagOverdue(ctx);
  await reviveLinks(ctx);
}
