import type { Config } from "../config";
import type { Queryable } from "../db/client";
import { readSetting } from "./settings.repo";

/** As they are set now. */
export interface Limits {
  backupsAtOnceMax: number | null;
  backupsAtOncePerAccountMax: number | null;
  backupTimeoutHours: number;
  pollSeconds: number;
  discoveryHours: number;
  auditArchiveDays: number;
  apiSharePercent: number;
}

/** The environment's share holds until a person sets another. */
export async function readLimits(
  q: Queryable,
  config: Pick<Config, "apiSharePercent">,
): Promise<Limits> {
  return {
    backupsAtOnceMax: await readSetting(q, "backups.atOnceMax"),
    backupsAtOncePerAccountMax: await readSetting(q, "backups.atOncePerAccountMax"),
    backupTimeoutHours: await readSetting(q, "backups.timeoutHours"),
    pollSeconds: await readSetting(q, "backups.pollSeconds"),
    discoveryHours: await readSetting(q, "discovery.everyHours"),
    auditArchiveDays: await readSetting(q, "audit.archiveDays"),
    apiSharePercent: (await readSetting(q, "aws.apiSharePercent")) ?? config.apiSharePercent,
  };
}
