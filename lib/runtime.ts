import type { Clock, EpochMs } from "./clock";
import type { Config } from "./config";
import type { Vault } from "./crypto";
import type { Database } from "./db/client";
import type { EventBus } from "./events/event-bus";
import type { FaultPoint } from "./fault-points";
import type { RandomBytes } from "./ids";
import type { Logger } from "./logger";
import type { Queue } from "./queue/queue";
import type { Aws } from "./aws/aws";
import { InternalError } from "./errors";

/** What must exist once per process. Built by the launcher, by worker/main or by a test. */
export interface Runtime {
  config: Config;
  clock: Clock;
  random: RandomBytes;
  log: Logger;
  db: Database;
  vault: Vault;
  queue: Queue;
  events: EventBus;
  aws: Aws;
  /** Guesses at a password or a code that are being looked at, by their ids, with their times. */
  unjudgedGuesses: Map<string, EpochMs>;
  /** Set by tests alone, which stop or kill the process between two statements. */
  faultPoint?: (point: FaultPoint) => Promise<void> | void;
}

// Next loads routes, pages and instrumentation as separate module instances: only globalThis is shared.
const KEY = Symbol.for("amivault.runtime");
const registry = globalThis as { [KEY]?: Runtime };

export function setRuntime(runtime: Runtime): void {
  registry[KEY] = runtime;
}

export function getRuntime(): Runtime {
  const runtime = registry[KEY];
  if (!runtime) {
    throw new InternalError("The application was not started by its launcher.", {
      suggestion: "Start it with `npm start` or `npm run dev`.",
    });
  }
  return runtime;
}
