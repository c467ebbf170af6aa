import { SECOND } from "../clock";
import type { Queryable } from "../db/client";
import { readSetting } from "../settings/settings.repo";

/** Between two looks at a pending image, as it is set now. */
export async function readPollMs(q: Queryable): Promise<number> {
  return (await readSetting(q, "backups.pollSeconds")) * SECOND;
}
