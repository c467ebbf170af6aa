import type { FaultPoint } from "#lib/fault-points";
import type { NewFault } from "#simulator/core/fault-rules";
import { saysHeld } from "./fault-plan";
import type { ProcessWorld } from "./process-world";

const LOST: NewFault["effect"] = { kind: "loseReply" };
const FAILED: NewFault["effect"] = { kind: "lateFailure", afterMs: 3_000, keepsName: true };

/** What AWS does to a backup's one request, so that it comes to the point. */
const BEFORE: Partial<Record<FaultPoint, NewFault["effect"]>> = {
  "in-unheard": LOST,
  "after-unheard": LOST,
  "in-look-up": LOST,
  "after-look-up": LOST,
  "in-next-attempt": FAILED,
  "after-key-look": FAILED,
};

/** Starts a backup that leads the only worker there will be to the point. */
export async function backUpTowards(world: ProcessWorld, at: FaultPoint): Promise<string> {
  const { id, instanceId } = await world.protect();
  const effect = BEFORE[at];
  if (effect) {
    const scope = { action: "CreateImage", match: { InstanceId: instanceId } };
    await world.sim.control.addFault({ scope, times: 1, effect });
  }
  const backupId = await world.backUp(id);
  if (at === "after-take-over") await leaveBehind(world);
  return backupId;
}

/** A lease whose holder is dead. */
async function leaveBehind(world: ProcessWorld): Promise<void> {
  const victim = await world.start("worker", { signal: "SIGKILL", at: "after-claim" });
  await victim.says(saysHeld("after-claim"));
  await victim.ended;
}
