import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, inArray } from "drizzle-orm";
import { backups } from "#lib/db/schema/index";
import type { CallEntry } from "#simulator/core/call-log";
import { say } from "../report";
import { readCalls, untilEffects } from "../world/effects";
import { followAtOnce, type BenchInstance } from "../world/fleet";
import type { BudgetWorld } from "./world";

/** AWS's bucket of CreateImage: so many at once, and so many a second after that. */
const AT_ONCE = 50;
const PER_SECOND = 5;
const QUIET_MS_MAX = 40_000;
const LOOK_EVERY_MS = 1_000;

export interface MadeBackups {
  dueAt: number;
  /** All calls from the due moment until every backup was available. */
  calls: CallEntry[];
  /** The effects: CreateImage that AWS answered with an image. */
  created: CallEntry[];
}

/** All due at the same moment; ends when every one of them is available. */
export async function makeBackups(
  { simulator, installation }: BudgetWorld,
  of: { instances: readonly BenchInstance[]; afterMs: number },
): Promise<MadeBackups> {
  const { instances, afterMs } = of;
  const instanceIds = instances.map(({ id }) => id);
  const dueAt = await followAtOnce(installation, { instanceIds, afterMs });
  say(`${instances.length} due at ${new Date(dueAt).toISOString().slice(11, 19)} …`);
  await sleep(Math.max(0, dueAt - 2_000 - Date.now()));
  await simulator.control.clearCalls();
  await untilEffects(simulator, {
    action: "CreateImage",
    count: instances.length,
    quietMsMax: QUIET_MS_MAX,
  });
  await untilAvailable(installation, { dueAt, count: instances.length });
  const calls = (await readCalls(simulator)).filter(({ at }) => at >= dueAt);
  const created = calls.filter(
    ({ action, outcome }) => action === "CreateImage" && outcome === "ok",
  );
  return { dueAt, calls, created };
}

async function untilAvailable(
  { runtime }: BudgetWorld["installation"],
  { dueAt, count }: { dueAt: number; count: number },
): Promise<void> {
  const endsAt = Date.now() + 180_000;
  for (;;) {
    const done = await runtime.db.read.$count(
      backups,
      and(eq(backups.dueAt, dueAt), inArray(backups.status, ["available"])),
    );
    if (done >= count) return;
    if (Date.now() > endsAt) throw new Error(`Only ${done} of ${count} became available.`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** The least that AWS's buckets allow for the fullest of the accounts, in seconds. */
export function leastSeconds(counts: readonly number[]): number {
  return Math.max(0, ...counts.map((count) => (count - AT_ONCE) / PER_SECOND));
}

/** From the first effect to the last, in seconds. */
export function makespan(created: readonly CallEntry[]): number {
  const at = created.map((call) => call.at);
  return (Math.max(...at) - Math.min(...at)) / 1_000;
}

/** From the due moment to the last effect for these instances, in seconds. */
export function lastEffect(made: MadeBackups, instances: readonly BenchInstance[]): number {
  const ids = new Set(instances.map(({ instanceId }) => instanceId));
  const at = made.created
    .filter(({ detail }) => ids.has(detail["instanceId"] ?? ""))
    .map((call) => call.at);
  return (Math.max(...at) - made.dueAt) / 1_000;
}

/** Answers by which AWS told us to slow down. */
export function countThrottled(calls: readonly CallEntry[]): number {
  const codes = new Set(["RequestLimitExceeded", "EC2ThrottledException"]);
  return calls.filter(({ outcome }) => codes.has(outcome)).length;
}
