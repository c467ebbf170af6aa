import type { World } from "../core/world";
import type { Invocation } from "./model";

export interface Ended {
  world: World;
  invocation: Invocation;
  /** Undefined for what never began. */
  durationMs?: number | undefined;
}

/** What CloudWatch and its Logs see of an attempt that has ended. */
export function noteInvocation(_ended: Ended): void {}
