import { alertOnUnwatched } from "../alerts/alert-on-unwatched";
import { LOOK_AGE_MAX_MS } from "../audit/audit-check";
import { MINUTE } from "../clock";
import { systemContext } from "../context";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { readSetting } from "../settings/settings.repo";

/** How often in a row the same last look was found, and one that goes on no further than before. */
interface Seen {
  checkedAt: number | null;
  entries: number;
  rounds: number;
}

const seen = new WeakMap<Runtime, Seen>();

/**
 * Alerts where nobody has looked at the audit log for ten rounds, nor come further in a look that takes
 * long, each of which is a minute by this process's timers: neither a clock that jumps nor a start after a
 * long while makes a look too old.
 */
export async function tellUnwatched(runtime: Runtime): Promise<void> {
  const { db, clock, random } = runtime;
  const checkedAt = (await readSetting(db.read, "audit.check"))?.checkedAt ?? null;
  const entries = (await readSetting(db.read, "audit.look"))?.entries ?? 0;
  const before = seen.get(runtime);
  const isSame = before?.checkedAt === checkedAt && before.entries === entries;
  const rounds = isSame ? before.rounds + 1 : 0;
  seen.set(runtime, { checkedAt, entries, rounds });
  if (rounds < LOOK_AGE_MAX_MS / MINUTE) return;
  const ctx = systemContext(runtime, "audit", newId("req", clock.now(), random));
  await db.write((tx) => alertOnUnwatched(tx, ctx, checkedAt));
}
