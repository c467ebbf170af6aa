import type { Context } from "../context";
import {
  findForgetRefusal,
  forgetBackup,
  mayHaveImage,
  tagKept,
  untagKept,
  type FreshlyKept,
} from "../removal/forget-backup";
import { withRemover } from "../removal/remover";
import { findBackups } from "./backups.repo";
import { claimItems } from "./claim-items";
import { endItems, type ItemEnd } from "./end-items";
import type { PlanItemRow } from "./plan-row";

const ROWS_PER_WRITE = 20;

/** Records go, their images stay: tagged in AWS first. All of one account and region. */
export async function forgetItems(ctx: Context, items: readonly PlanItemRow[]): Promise<void> {
  await forgetClaimed(ctx, await claimItems(ctx, items));
}

/** Also what a process left that ended after the tag: a record must not stay with an image tagged so. */
export async function forgetClaimed(ctx: Context, items: readonly PlanItemRow[]): Promise<void> {
  const [first] = items;
  if (!first) return;
  const { db } = ctx.runtime;
  const ids = items.flatMap(({ backupId }) => backupId ?? []);
  const rows = await findBackups(db.read, ids);
  const staying = [...rows.values()].filter((row) => !findForgetRefusal(row) && mayHaveImage(row));
  const { accountRef, region } = first;
  const place = { accountRef, region, preferredId: null };
  const taggedIds = staying.flatMap(({ imageId }) => imageId ?? []);
  const fresh: FreshlyKept =
    taggedIds.length === 0
      ? new Map()
      : await withRemover(ctx, place, (ec2) => tagKept(ctx, ec2, taggedIds));
  const imageIds: string[] = [];
  for (let from = 0; from < items.length; from += ROWS_PER_WRITE) {
    imageIds.push(...(await forgetPart(ctx, items.slice(from, from + ROWS_PER_WRITE))));
  }
  // A hold that came in between, for example, keeps the record: then without the tag.
  if (imageIds.some((imageId) => fresh.has(imageId))) {
    await withRemover(ctx, place, (ec2) => untagKept(ec2, { fresh, imageIds }));
  }
}

/** Answers with the images whose records stay. */
async function forgetPart(ctx: Context, items: readonly PlanItemRow[]): Promise<string[]> {
  return ctx.runtime.db.write(async (tx) => {
    const kept: string[] = [];
    const rows = await findBackups(
      tx,
      items.flatMap(({ backupId }) => backupId ?? []),
    );
    const ends: ItemEnd[] = [];
    for (const item of items) {
      const backup = rows.get(item.backupId ?? "");
      const refusal = backup ? findForgetRefusal(backup) : null;
      const message = "Its record was removed by a plan; its image stays.";
      const forgotten = backup && !refusal && (await forgetBackup(tx, ctx, { backup, message }));
      // One that is forgotten by now wants the tag.
      if (backup?.imageId && !forgotten && backup.status !== "forgotten") kept.push(backup.imageId);
      ends.push(
        forgotten
          ? { itemId: item.id, status: "removed", outcome: "Its record is gone, its image stays." }
          : {
              itemId: item.id,
              status: "kept",
              outcome: refusal?.reason ?? "It changed in the meantime.",
            },
      );
    }
    await endItems(tx, ctx, ends);
    return kept;
  });
}
