import type { BackupRow } from "../backups/backup-row";
import { changeStatus } from "../backups/change-status";
import { isDeadImage } from "../backups/decide-look-up.pure";
import type { Context } from "../context";
import type { RemovalMode } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { findFloor } from "./floor.repo";
import { countOthers, findStaying } from "./removals.repo";

export interface RemovalStart {
  /** As it was read in this transaction. */
  backup: BackupRow;
  mode: Exclude<RemovalMode, "record">;
  /** The plan's item; null for one that a person removes by itself. */
  itemId: string | null;
  survivorIds: readonly string[];
  /** A person said that fewer than the floor may stay. */
  belowFloor: boolean;
  message: string;
  /** When jobs may take it up; now, unless somebody is at it already. */
  notBeforeAt?: number;
}

export type RemovalRefusal = { code: string; reason: string };

/**
 * `available → deleting`, with hold, floor and survivors judged in the same transaction. Nothing is
 * sent by it: each send has a proof of its own. Answers why not, when it may not be.
 */
export async function startRemoval(
  tx: Tx,
  ctx: Context,
  start: RemovalStart,
): Promise<RemovalRefusal | null> {
  const refusal = await findRefusal(tx, start);
  if (refusal) return refusal;
  const changed = await changeStatus(tx, ctx, {
    backup: start.backup,
    to: "deleting",
    trigger: "removal",
    set: {
      removalMode: start.mode,
      removalItemId: start.itemId,
      removalSurvivorIds: [...start.survivorIds],
      deregisterSentAt: null,
      leaseToken: null,
      leaseExpiresAt: null,
      notBeforeAt: start.notBeforeAt ?? ctx.runtime.clock.now(),
    },
    message: start.message,
  });
  return changed ? null : OTHER_STATUS;
}

const OTHER_STATUS = { code: "OtherStatus", reason: "It changed in the meantime." };

async function findRefusal(tx: Tx, start: RemovalStart): Promise<RemovalRefusal | null> {
  const { backup } = start;
  if (backup.imageId === null) return { code: "NoImage", reason: "It has no image." };
  const isDead = backup.status === "failed" && isDeadImage({ state: backup.imageState ?? "" });
  if (backup.status !== "available" && !isDead) {
    const reason = `It is ${backup.status}: only what AWS calls available, or failed, is removed.`;
    return { code: "NotRemovable", reason };
  }
  if (backup.heldAt !== null) return { code: "Held", reason: "It is held." };
  return isDead ? null : ((await judgeSurvivors(tx, start)) ?? judgeFloor(tx, start));
}

async function judgeSurvivors(tx: Tx, start: RemovalStart): Promise<RemovalRefusal | null> {
  const staying = await findStaying(tx, start.survivorIds);
  const stays = new Set(
    staying.filter(({ status }) => status === "available").map((row) => row.id),
  );
  const lost = start.survivorIds.find((id) => id === start.backup.id || !stays.has(id));
  if (lost === undefined) return null;
  return {
    code: "SurvivorLost",
    reason: `${lost}, which was to stay in its place, is not available any more.`,
  };
}

async function judgeFloor(tx: Tx, start: RemovalStart): Promise<RemovalRefusal | null> {
  if (start.belowFloor) return null;
  const { instanceRef, id } = start.backup;
  const floor = await findFloor(tx, instanceRef);
  const { free } = await countOthers(tx, { instanceRef, except: id });
  if (free >= floor) return null;
  return {
    code: "BelowFloor",
    reason: `Only ${free} other good backups that nobody holds would stay; the floor is ${floor}.`,
  };
}
