import { setImmediate as letOthersRun } from "node:timers/promises";
import { DAY } from "../clock";
import type { Context } from "../context";
import { INSTANCE_KINDS, type AlertKind } from "./alert-kinds";
import { listWellAgain } from "./bad-run.repo";
import { clearEntities } from "./clear-alert";
import { listSettledImages, listSettledRemovals } from "./settled-backups.repo";

const MEMBERS_PER_WRITE = 200;
/** Retention asks again a day after a removal failed; a day more, and it wants it no longer. */
const REMOVAL_REST_MS = 2 * DAY;

/**
 * Takes out of their alerts what is well, paused or removed and was not taken out by the change
 * that made it so.
 */
export async function clearWellAgain(ctx: Context): Promise<void> {
  const { read } = ctx.runtime.db;
  const now = ctx.runtime.clock.now();
  await clearInParts(ctx, {
    entityType: "instance",
    kinds: INSTANCE_KINDS,
    reason: "Nothing of it is overdue or failing any more.",
    find: () => listWellAgain(read, { kinds: INSTANCE_KINDS, now, limit: MEMBERS_PER_WRITE }),
  });
  await clearInParts(ctx, {
    entityType: "backup",
    kinds: ["backups.second_image"],
    reason: "There is one image again.",
    find: () => listSettledImages(read, { limit: MEMBERS_PER_WRITE }),
  });
  const quietSince = now - REMOVAL_REST_MS;
  await clearInParts(ctx, {
    entityType: "backup",
    kinds: ["removal.failed"],
    reason: "Nobody asks for its removal any more.",
    find: () => listSettledRemovals(read, { quietSince, limit: MEMBERS_PER_WRITE }),
  });
}

async function clearInParts(
  ctx: Context,
  part: {
    entityType: string;
    kinds: readonly AlertKind[];
    reason: string;
    find(): Promise<string[]>;
  },
): Promise<void> {
  for (;;) {
    const entityIds = await part.find();
    if (entityIds.length === 0) return;
    await ctx.runtime.db.write((tx) => clearEntities(tx, ctx, { ...part, entityIds }));
    if (entityIds.length < MEMBERS_PER_WRITE) return;
    await letOthersRun();
  }
}
