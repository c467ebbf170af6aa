import { requirePermission } from "../auth/require-permission";
import { isDeadImage } from "../backups/decide-look-up.pure";
import type { BackupRow } from "../backups/backup-row";
import type { Context } from "../context";
import type { RemovalMode } from "../db/schema/constants";
import { findForgetRefusal } from "../removal/forget-backup";
import { findFloor, findNewest } from "../removal/floor.repo";
import { actorName } from "./actor-name";
import { findBackups } from "./backups.repo";
import { createPlan, type NewPlanItem } from "./create-plan";
import type { RequestedPlanDto } from "./dto";
import { RequestPlanInput } from "./schemas";
import { findSnapshotIds } from "./snapshots.repo";

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
      backup && isVisible(ctx, backup) ? findReason(backup, mode) : "It does not exist.";
    if (backup && reason === null) wanted.push(backup);
    else left.push({ backupId, reason: reason ?? "" });
  }
  const items = await toItems(ctx, wanted, mode);
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

/** Why it is not in the plan, or null. */
function findReason(backup: BackupRow, mode: RemovalMode): string | null {
  if (mode === "record") return findForgetRefusal(backup)?.reason ?? null;
  if (backup.imageId === null) return "It has no image.";
  if (backup.heldAt !== null) return "It is held.";
  const isDead = backup.status === "failed" && isDeadImage({ state: backup.imageState ?? "" });
  return backup.status === "available" || isDead ? null : `It is ${backup.status}.`;
}

async function toItems(
  ctx: Context,
  backups: readonly BackupRow[],
  mode: RemovalMode,
): Promise<NewPlanItem[]> {
  const { read } = ctx.runtime.db;
  const snapshots = await findSnapshotIds(read, backups);
  const floors = new Map<string, { floor: number; survivorIds: string[] }>();
  for (const instanceRef of new Set(backups.map((backup) => backup.instanceRef))) {
    const floor = await findFloor(read, instanceRef);
    const except = backups.filter((row) => row.instanceRef === instanceRef).map(({ id }) => id);
    const survivorIds = await findNewest(read, { instanceRef, except, limit: floor });
    floors.set(instanceRef, { floor, survivorIds });
  }
  return backups.map((backup) => {
    const { floor, survivorIds } = floors.get(backup.instanceRef) ?? { floor: 1, survivorIds: [] };
    const counts = mode !== "record" && backup.status === "available";
    return {
      accountRef: backup.accountRef,
      region: backup.region,
      backupId: backup.id,
      instanceRef: backup.instanceRef,
      imageId: backup.imageId,
      snapshotIds: snapshots.get(backup.id) ?? [],
      mode,
      rule: `Asked for by ${actorName(ctx.actor)}.`,
      survivorIds: counts ? survivorIds : [],
      sizeBytes: backup.sizeBytes,
      ...(counts && survivorIds.length < floor
        ? { evidence: [floorEvidence({ floor, stay: survivorIds.length })] }
        : {}),
    };
  });
}

function floorEvidence({ floor, stay }: { floor: number; stay: number }) {
  const detail = `${stay} good backups of its instance would stay; the floor is ${floor}.`;
  return { kind: "floor", id: stay === 0 ? "its last good backup" : "the floor", detail };
}
