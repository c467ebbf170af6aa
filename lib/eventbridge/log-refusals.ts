import { MINUTE } from "../clock";
import type { Runtime } from "../runtime";
import type { Refusal } from "./judge-report";

const refusals = new WeakMap<Runtime, { saidAt: number; since: number }>();

/** At most one line a minute, however many come: anybody may send them. */
export function logRefusal(
  runtime: Runtime,
  facts: { why: Refusal; address: string | null },
): void {
  const now = runtime.clock.now();
  const told = refusals.get(runtime) ?? { saidAt: -Infinity, since: 0 };
  refusals.set(runtime, told);
  if (now - told.saidAt < MINUTE) {
    told.since += 1;
    return;
  }
  runtime.log.warn({ ...facts, alsoRefused: told.since }, "a report of a function was refused");
  told.saidAt = now;
  told.since = 0;
}
