import { requirePermission } from "../auth/require-permission";
import { runEach, type BulkReportDto } from "../bulk";
import type { Context } from "../context";
import { HoldBackupsInput } from "./schemas";
import { changeBackup } from "./update-backup";

/** Holds many, or releases them; each with its own audit entry. */
export async function holdBackups(ctx: Context, input: HoldBackupsInput): Promise<BulkReportDto> {
  requirePermission(ctx, "backups.hold");
  const { ids, held, reason } = HoldBackupsInput.parse(input);
  const why = reason === undefined ? {} : { holdReason: reason };
  return runEach(ctx, ids, async (backupId) => {
    const { changed } = await changeBackup(ctx, { backupId, held, ...why });
    if (changed) return;
    return { text: held ? "It was held already." : "It was not held." };
  });
}
