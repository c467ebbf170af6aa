import type { Queryable } from "../db/client";
import { readSetting } from "./settings.repo";

/** Whether an instance is rebooted for its backups when nobody chose as it was added. */
export function readRebootDefault(q: Queryable): Promise<boolean> {
  return readSetting(q, "backups.rebootOnBackup");
}
