import { requirePermission } from "../auth/require-permission";
import type { BackupRow } from "../backups/backup-row";
import { actorName, type Context } from "../context";
import type { RemovalMode } from "../db/schema/constants";
import { findFloor, findNewest } from "../removal/floor.repo";
import { findBackups } from "./backups.repo";
import { createPlan } from "./create-plan";
import type { RequestedPlanDto } from "./dto";
import { RequestPlanInput } from "./schemas";
import { findLeftReason, toRequestedItems, type Staying } from "./requested-items";

type Left = RequestedPlanDto["left"][number];

/**
 * A plan to remove these backups, which then waits for a review. What cannot be in it is named with
 * the reason; unknown ids are, too.
 */
export async function requestPlan(
  ctx: Context,
  input: RequestPlanInput,
): Promise<RequestedPlanDto> {
  requirePermission(ctx, "plans.write");
  requirePermission(ctx, "backups.delete");
  const { backupIds, mode } = RequestPlanInput.parse(input);
  const rows = await findBackups(ctx.runtime.db.read, backupIds);
  const left: Left[] = [];
  const wanted: BackupRow[] = [];
  for (const backupId of new Set(backupIds)) {
    const backup = rows.get(backupId);
    const reason =
      backup && isVisible(ctx, backup) ? findLeftReason(backup, mode) : "It does not exist.";
    if (backup && reason === null) wanted.push(backup);
    else left.push({ backupId, reason: reason ?? "" });
  }
  const items = await toRequestedItems(ctx.runtime.db.read, {
    backups: wanted,
    mode,
    by: actorName(ctx.actor),
    staying: await findStaying(ctx, wanted),
  });
  const count = wanted.length === 1 ? "one backup" : `${wanted.length} backups`;
  const title = `${TITLES[mode]} of ${count}, asked for by ${actorName(ctx.actor)}`;
  const created = await createPlan(ctx, { kind: "bulk_delete", title, automatic: false, items });
  return { ...created, left };
}

const TITLES: Readonly<Record<RemovalMode, string>> = {
  record: "Records",
  image: "Images",
  image_and_snapshots: "Images with their snapshots",
};

function isVisible(ctx: Context, { accountRef }: BackupRow): boolean {
  return ctx.accounts === "all" || ctx.accounts.includes(accountRef);
}

/** Of each instance, what is not in the plan. */
async function findStaying(
  ctx: Context,
  backups: readonly BackupRow[],
): Promise<ReadonlyMap<string, Staying>> {
  const { read } = ctx.runtime.db;
  const found = new Map<string, Staying>();
  for (const instanceRef of new Set(backups.map((backup) => backup.instanceRef))) {
    const floor = await findFloor(read, instanceRef);
    const except = backups.filter((row) => row.instanceRef === instanceRef).map(({ id }) => id);
    const survivorIds = await findNewest(read, { instanceRef, except, limit: floor });
    found.set(instanceRef, { floor, survivorIds });
  }
  return found;
}
