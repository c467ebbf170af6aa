import { alertOnUnwatched } from "../alerts/alert-on-unwatched";
import { LOOK_AGE_MAX_MS } from "../audit/audit-check";
import { MINUTE } from "../clock";
import { systemContext } from "../context";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { readSetting } from "../settings/settings.repo";

/** How often in a row the same last look was found. */
interface Seen {
  checkedAt: number | null;
  rounds: number;
}

const seen = new WeakMap<Runtime, Seen>();

/**
 * Alerts where nobody has looked at the audit log for ten rounds, each of which is a minute by this
 * process's timers: neither a clock that jumps nor a start after a long while makes a look too old.
 */
export async function tellUnwatched(runtime: Runtime): Promise<void> {
  const { db, clock, random } = runtime;
  const checkedAt = (await readSetting(db.read, "audit.check"))?.checkedAt ?? null;
  const before = seen.get(runtime);
  const rounds = before?.checkedAt === checkedAt ? before.rounds + 1 : 0;
  seen.set(runtime, { checkedAt, rounds });
  if (rounds < LOOK_AGE_MAX_MS / MINUTE) return;
  const ctx = systemContext(runtime, "audit", newId("req", clock.now(), random));
  await db.write((tx) => alertOnUnwatched(tx, ctx, checkedAt));
}
