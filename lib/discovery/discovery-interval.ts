import { HOUR } from "../clock";
import type { Queryable } from "../db/client";
import { readSetting } from "../settings/settings.repo";

/** How often everything is looked at by itself, as it is set now. */
export async function readDiscoveryMs(q: Queryable): Promise<number> {
  return (await readSetting(q, "discovery.everyHours")) * HOUR;
}
