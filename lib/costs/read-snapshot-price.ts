import type { Queryable } from "../db/client";
import { readSetting } from "../settings/settings.repo";

/** US dollars for a GiB of snapshots in a month: the assumption that every cost shown names. */
export async function readSnapshotPrice(q: Queryable): Promise<number> {
  return readSetting(q, "costs.snapshotUsdPerGiBMonth");
}
