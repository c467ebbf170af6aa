import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "#lib/context";
import { discoverPlace } from "#lib/discovery/discover-place";
import { requestDiscovery } from "#lib/discovery/request-discovery";
import { createRule } from "#lib/discovery/rules/create-rule";
import { listOpenPlaces } from "#lib/discovery/runs.repo";
import type { Runtime } from "#lib/runtime";

const AT_ONCE = 6;
const PAUSE_MS = 100;

/** One look at everything, as the worker would do it, and a rule for what appears later. */
export async function discoverFleet(ctx: Context): Promise<void> {
  await requestDiscovery(ctx);
  await work(ctx.runtime);
  await createRule(ctx, {
    name: "Databases",
    conditions: [{ key: "Role", test: "equals", value: "database" }],
    schedules: ["30 1,13 * * *"],
  });
  await work(ctx.runtime);
}

async function work(runtime: Runtime): Promise<void> {
  for (;;) {
    const open = await listOpenPlaces(runtime.db.read);
    if (open.length === 0) return;
    const results = await Promise.all(
      open.slice(0, AT_ONCE).map((place) => discoverPlace(runtime, place)),
    );
    if (results.some(Boolean)) await pause(PAUSE_MS);
  }
}
