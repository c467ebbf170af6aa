import type { World } from "../core/world";
import { addPoint, one } from "./metrics";

export interface RecordedInvocation {
  world: World;
  accountId: string;
  region: string;
  functionName: string;
  /** When it began, virtual time. */
  at: number;
  outcome: "ok" | "error" | "throttled";
  durationMs?: number | undefined;
}

/** AWS/Lambda's metrics of one invocation, by function and of the whole region, at once. */
export function recordInvocation(invocation: RecordedInvocation): void {
  const { world, functionName, at, outcome, durationMs } = invocation;
  const { metrics } = world.in(invocation).cloudwatch;
  const values: Record<string, number | undefined> =
    outcome === "throttled"
      ? { Throttles: 1 }
      : { Invocations: 1, Errors: outcome === "error" ? 1 : 0, Throttles: 0, Duration: durationMs };
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    for (const dimensions of [{ FunctionName: functionName }, {}] as Record<string, string>[]) {
      const metric = { namespace: "AWS/Lambda", name, dimensions };
      addPoint({ metrics, metric, at, stat: one(value) });
    }
  }
}
