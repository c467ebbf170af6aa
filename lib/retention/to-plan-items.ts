import { DAY } from "../clock";
import type { Context } from "../context";
import type { NewPlanItem } from "../plans/create-plan";
import { selectLeft, selectVictims } from "./sweep.repo";

/** A backup that its policy lets go. */
export interface Release {
  backupId: string;
  /** Why, one sentence. */
  rule: string;
  survivorIds: string[];
}

const IDS_PER_READ = 500;
/** What a plan left is not asked of AWS again before. */
const LEFT_MS = DAY;

/**
 * The items of a plan, without what an earlier plan left less than a day ago; `blocked` counts
 * those of them that evidence or AWS kept from going.
 */
export async function toPlanItems(
  ctx: Context,
  releases: readonly Release[],
): Promise<{ items: NewPlanItem[]; blocked: number }> {
  const items: NewPlanItem[] = [];
  let blocked = 0;
  for (let from = 0; from < releases.length; from += IDS_PER_READ) {
    const part = await readPart(ctx, releases.slice(from, from + IDS_PER_READ));
    items.push(...part.items);
    blocked += part.blocked;
  }
  return { items, blocked };
}

async function readPart(ctx: Context, part: readonly Release[]) {
  const { db, clock } = ctx.runtime;
  const byId = new Map(part.map((release) => [release.backupId, release]));
  const victims = await selectVictims(db.read, [...byId.keys()]);
  const left = await selectLeft(db.read, {
    imageIds: victims.flatMap(({ imageId }) => imageId ?? []),
    since: clock.now() - LEFT_MS,
  });
  const items: NewPlanItem[] = [];
  let blocked = 0;
  for (const { id, imageId, ...victim } of victims) {
    const release = byId.get(id);
    const outcome = imageId === null ? undefined : left.get(imageId);
    if (outcome === "blocked" || outcome === "failed") blocked += 1;
    if (!release || imageId === null || outcome !== undefined) continue;
    const { rule, survivorIds } = release;
    const mode = "image_and_snapshots" as const;
    items.push({ ...victim, backupId: id, imageId, mode, rule, survivorIds });
  }
  return { items, blocked };
}
