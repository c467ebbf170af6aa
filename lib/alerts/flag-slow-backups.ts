import { HOUR } from "../clock";
import type { Context } from "../context";
import { readSetting } from "../settings/settings.repo";
import { clearEntities } from "./clear-alert";
import { raiseAlerts, type AlertNews } from "./raise-alert";
import { listNoLongerSlow, listSlowBackups } from "./slow-backups.repo";

const BACKUPS_PER_WRITE = 200;

/**
 * The backup timeout: what takes longer is alerted, one alert per account, and neither ended nor
 * repeated. A backup leaves its alert when it ends, or when the timeout was raised.
 */
export async function flagSlowBackups(ctx: Context): Promise<void> {
  const { db, clock } = ctx.runtime;
  const timeoutHours = await readSetting(db.read, "backups.timeoutHours");
  const startedBefore = clock.now() - timeoutHours * HOUR;
  const part = { startedBefore, limit: BACKUPS_PER_WRITE };
  const slow = await listSlowBackups(db.read, part);
  if (slow.length > 0) {
    const news = slow.map((backup) => toNews(backup, timeoutHours));
    await db.write((tx) => raiseAlerts(tx, ctx, news));
  }
  const over = await listNoLongerSlow(db.read, part);
  if (over.length === 0) return;
  await db.write((tx) =>
    clearEntities(tx, ctx, {
      entityType: "backup",
      entityIds: over,
      kinds: ["backups.slow"],
      reason: "None of its backups takes too long any more.",
    }),
  );
}

function toNews(
  backup: Awaited<ReturnType<typeof listSlowBackups>>[number],
  timeoutHours: number,
): AlertNews {
  const { id, accountRef, accountId, instanceId, instanceName } = backup;
  const hours = timeoutHours === 1 ? "1 hour" : `${timeoutHours} hours`;
  return {
    cause: `backups.slow/${accountRef}`,
    kind: "backups.slow",
    severity: "warning",
    accountRef,
    title: `Backups in account ${accountId} take longer than ${hours}`,
    message: `They are still being made after ${hours}. Nothing was ended or repeated: AWS may yet finish them.`,
    suggestion:
      "Look at the progress of their snapshots. Large or busy volumes take long; if that is normal here, raise the backup timeout in the settings.",
    link: "/backups?status=pending",
    member: {
      entityType: "backup",
      entityId: id,
      accountRef,
      message: `The backup of ${instanceName || instanceId} is not finished after ${hours}.`,
    },
  };
}
