import { requirePermission } from "#lib/auth/require-permission";
import { startBackup } from "#lib/backups/start-backup";
import { runEach, type BulkReportDto } from "#lib/bulk";
import type { Context } from "#lib/context";
import { BackUpInstancesInput } from "./schemas";

const ASKED = "It is asked for; its own page says when AWS calls it available.";

/** *Back up now* for many; one that has an unfinished backup is refused with a link to that. */
export async function backUpInstances(
  ctx: Context,
  input: BackUpInstancesInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "backups.create");
  const { ids, ...wanted } = BackUpInstancesInput.parse(input);
  return runEach(ctx, ids, async (instanceId) => {
    const { id } = await startBackup(ctx, { ...wanted, instanceId });
    return { text: ASKED, link: `/backups/${id}` };
  });
}
