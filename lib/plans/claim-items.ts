import { SIGNATURE_LIFE_MS } from "../backups/protocol-timing.pure";
import type { Context } from "../context";
import type { JobResult } from "../queue/queue";
import { PROOF_LIFE_MS } from "../removal/removal-timing.pure";
import { findBackups } from "./backups.repo";
import { endItems, type ItemEnd } from "./end-items";
import { listWantedImages } from "./orphans.repo";
import type { PlanItemRow } from "./plan-row";
import { findPlan, patchItems } from "./plans.repo";

/**
 * `ready → applying`, before anything of the items is sent, so that a plan which is cancelled from
 * here on does not call them kept. Answers with those that may go on: none when the plan is over,
 * nor an image that a record has come to want; none either once `need` is not available any more.
 */
export async function claimItems(
  ctx: Context,
  items: readonly PlanItemRow[],
  { need, ...set }: { snapshotIds?: string[]; need?: string | undefined } = {},
): Promise<PlanItemRow[]> {
  const [first] = items;
  if (!first) return [];
  return ctx.runtime.db.write(async (tx) => {
    const plan = await findPlan(tx, first.planId);
    if (plan?.status !== "applying") return [];
    if (need !== undefined) {
      const backup = (await findBackups(tx, [need])).get(need);
      if (backup?.status !== "available") return [];
    }
    const orphans = items.filter(({ backupId }) => backupId === null);
    const imageIds = orphans.flatMap(({ imageId }) => imageId ?? []);
    const wanted = await listWantedImages(tx, imageIds);
    const free = items.filter(
      ({ backupId, imageId }) => backupId !== null || !wanted.has(imageId ?? ""),
    );
    return patchItems(tx, {
      ids: free.map(({ id }) => id),
      from: ["ready"],
      set: { ...set, status: "applying", updatedAt: ctx.runtime.clock.now() },
    });
  });
}

/**
 * Nothing of it is gone: it is ready again. In a plan that is over it ends as said, once a request
 * of which nobody heard can no longer take effect.
 */
export async function releaseItem(
  ctx: Context,
  item: PlanItemRow,
  end: (reason: string) => Pick<ItemEnd, "status" | "outcome">,
): Promise<JobResult> {
  return ctx.runtime.db.write(async (tx) => {
    const now = ctx.runtime.clock.now();
    const plan = await findPlan(tx, item.planId);
    if (plan?.status === "applying") {
      const set = { status: "ready" as const, updatedAt: now };
      await patchItems(tx, { ids: [item.id], from: ["applying"], set });
      return;
    }
    const effectUntilAt = item.updatedAt + PROOF_LIFE_MS + SIGNATURE_LIFE_MS;
    if (now < effectUntilAt) return { retryAfterMs: effectUntilAt - now };
    const reason = plan?.statusReason ?? "The plan is over.";
    await endItems(tx, ctx, [{ itemId: item.id, ...end(reason) }]);
    return;
  });
}
