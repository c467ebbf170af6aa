import type { BackupRow } from "../backups/backup-row";
import { isDeadImage } from "../backups/decide-look-up.pure";
import type { Queryable } from "../db/client";
import type { RemovalMode } from "../db/schema/constants";
import { findForgetRefusal } from "../removal/forget-backup";
import type { NewPlanItem } from "./create-plan";
import { findSnapshotIds } from "./snapshots.repo";

/** What of an instance stays when all that is asked for goes. */
export interface Staying {
  /** How many good backups have to. */
  floor: number;
  /** The newest good ones that do, at most as many. */
  survivorIds: string[];
}

/** Why it cannot be in a plan that somebody asked for, or null. */
export function findLeftReason(backup: BackupRow, mode: RemovalMode): string | null {
  if (mode === "record") return findForgetRefusal(backup)?.reason ?? null;
  if (backup.imageId === null) return "It has no image.";
  if (backup.heldAt !== null) return "It is held.";
  const isDead = backup.status === "failed" && isDeadImage({ state: backup.imageState ?? "" });
  return backup.status === "available" || isDead ? null : `It is ${backup.status}.`;
}

/** Items for what somebody asked for by name: below the floor they are blocked until overruled. */
export async function toRequestedItems(
  q: Queryable,
  asked: {
    backups: readonly BackupRow[];
    mode: RemovalMode;
    by: string;
    staying: ReadonlyMap<string, Staying>;
  },
): Promise<NewPlanItem[]> {
  const snapshots = await findSnapshotIds(q, asked.backups);
  return asked.backups.map((backup) => {
    const { floor, survivorIds } = asked.staying.get(backup.instanceRef) ?? NOTHING_STAYS;
    const counts = asked.mode !== "record" && backup.status === "available";
    return {
      accountRef: backup.accountRef,
      region: backup.region,
      backupId: backup.id,
      instanceRef: backup.instanceRef,
      imageId: backup.imageId,
      snapshotIds: snapshots.get(backup.id) ?? [],
      mode: asked.mode,
      rule: `Asked for by ${asked.by}.`,
      survivorIds: counts ? survivorIds : [],
      sizeBytes: backup.sizeBytes,
      ...(counts && survivorIds.length < floor
        ? { evidence: [floorEvidence({ floor, stay: survivorIds.length })] }
        : {}),
    };
  });
}

const NOTHING_STAYS: Staying = { floor: 1, survivorIds: [] };

function floorEvidence({ floor, stay }: { floor: number; stay: number }) {
  const detail = `${stay} good backups of its instance would stay; the floor is ${floor}.`;
  return { kind: "floor", id: stay === 0 ? "its last good backup" : "the floor", detail };
}
