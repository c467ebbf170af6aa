import { inChunks } from "../aws/ec2/filter-value.pure";
import { sizeAtMost } from "./finding-of.pure";
import { deleteUnseen, saveForeign, type ForeignImageRow } from "./foreign-images.repo";
import { count, type Pass } from "./pass";
import type { DecidedImage } from "./settle-images";
import { whose } from "./whose.pure";

const ROWS_PER_WRITE = 50;
const UNSEEN_PER_WRITE = 200;
/** AWS takes 256 characters of a name or a description, and fifty tags. */
const TAGS_MAX = 60;

/** Images of the account that are somebody else's, as the list of AMIs shows them. */
export async function recordForeign(pass: Pass, decided: readonly DecidedImage[]): Promise<void> {
  const foreign = decided.filter(({ decision }) => decision.finding?.kind === "foreign");
  for (const chunk of inChunks(foreign, ROWS_PER_WRITE)) {
    const rows = chunk.map((one) => toRow(pass, one));
    await pass.ctx.runtime.db.write((tx) => saveForeign(tx, rows));
  }
}

/** After a whole pass alone: what it has not seen is not there any more, or is ours now. */
export async function forgetForeign(pass: Pass): Promise<void> {
  const { ctx, place, runId } = pass;
  for (;;) {
    const gone = await ctx.runtime.db.write((tx) =>
      deleteUnseen(tx, { ...place, runId, limit: UNSEEN_PER_WRITE }),
    );
    count(pass, "foreign_gone", gone);
    if (gone < UNSEEN_PER_WRITE) return;
  }
}

function toRow({ ctx, place, owner, runId }: Pass, { image }: DecidedImage): ForeignImageRow {
  const now = ctx.runtime.clock.now();
  const { imageId, name, state, description, isPublic, sourceInstanceId } = image;
  const made = whose(image.tags, owner);
  return {
    ...place,
    imageId,
    name,
    owner: made.type === "other" ? made.owner : "",
    description,
    state,
    isPublic,
    sourceInstanceId,
    sizeBytes: sizeAtMost(image),
    tags: Object.fromEntries(Object.entries(image.tags).slice(0, TAGS_MAX)),
    createdAt: image.createdAt ?? now,
    firstSeenAt: now,
    lastSeenAt: now,
    seenByRun: runId,
  };
}
