import { SECOND } from "../clock";
import { PreconditionFailedError } from "../errors";
import type { Runtime } from "../runtime";
import type { Timers } from "../timers";
import { listKnowingProcesses } from "./known-keys.repo";

const LOOK_MS = SECOND;
/** Processes look at the file and say what they know every 3 s. */
const WAIT_MS = 20 * SECOND;

/** Nothing is sealed under a key before every process that lives can open with it. */
export async function waitUntilKnown(
  { db, clock }: Pick<Runtime, "db" | "clock">,
  options: { keyId: string; timers: Timers; say(line: string): void },
): Promise<void> {
  const { keyId, timers, say } = options;
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    const processes = await listKnowingProcesses(db.read, clock.now());
    const unknowing = processes.filter(({ keyIds }) => !keyIds.includes(keyId));
    if (unknowing.length === 0) return;
    const names = unknowing.map(({ description }) => description).join("; ");
    if (waitedMs >= WAIT_MS) throw unknown(keyId, names);
    if (waitedMs === 0) say(`Waiting until the key ${keyId} is known to: ${names}.`);
    await new Promise<void>((resolve) => void timers.after(LOOK_MS, resolve));
  }
}

function unknown(keyId: string, names: string): PreconditionFailedError {
  return new PreconditionFailedError(
    `A process that runs does not know the key ${keyId}: ${names}.`,
    {
      suggestion:
        "Give it the new ring (a ring in the environment: restart it), then run this again. No secret was changed.",
    },
  );
}
