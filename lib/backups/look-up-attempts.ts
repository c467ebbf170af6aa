import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { applyLookUp } from "./apply-look-up";
import { decideLookUp } from "./decide-look-up.pure";
import { attemptIdentity, toSeenImage } from "./image-identity";
import type { Run } from "./run.repo";
import type { AttemptRow } from "./backup-row";
import { writePart } from "./write-part";

export interface UnheardRun extends Run {
  attempt: AttemptRow;
}

export function isUnheard(run: Run): run is UnheardRun {
  const { backup, attempt } = run;
  const open = backup.status === "creating" || backup.status === "failed";
  return open && backup.leaseToken === null && attempt?.status === "unconfirmed";
}

/** Images of all of them, by the id AWS named or else by name: at most two calls. */
export async function findUnheardImages(
  ec2: Ec2,
  runs: readonly UnheardRun[],
): Promise<Ec2Image[]> {
  const imageIds = runs.map((run) => run.attempt.imageId).filter((id) => id !== null);
  const names = runs.filter((run) => !run.attempt.imageId).map((run) => run.attempt.imageName);
  const byId = imageIds.length > 0 ? await ec2.findImages({ imageIds }) : [];
  const byName = names.length > 0 ? await ec2.findImages({ names }) : [];
  return [...byId, ...byName];
}

const ROWS_PER_WRITE = 25;

/** What a look at AWS means for attempts nobody heard about; answers with those to send again. */
export async function settleLookUps(
  ctx: Context,
  seen: { runs: readonly UnheardRun[]; images: readonly Ec2Image[]; askedAt: number },
): Promise<string[]> {
  const { runs, images, askedAt } = seen;
  const resend: string[] = [];
  for (let from = 0; from < runs.length; from += ROWS_PER_WRITE) {
    const chunk = runs
      .slice(from, from + ROWS_PER_WRITE)
      .map((run) => ({ run, outcome: decide(ctx, run, { images, askedAt }) }));
    const written = await writePart(ctx, chunk, async (tx, part) => {
      for (const { run, outcome } of part) {
        await applyLookUp(tx, ctx, { run, outcome, images, askedAt });
        await ctx.runtime.faultPoint?.("in-look-up");
      }
    });
    for (const { run, outcome } of written) {
      if (outcome.type === "resend" && run.backup.status === "creating") resend.push(run.backup.id);
    }
    await ctx.runtime.faultPoint?.("after-look-up");
  }
  return resend;
}

function decide(
  ctx: Context,
  run: UnheardRun,
  { images, askedAt }: { images: readonly Ec2Image[]; askedAt: number },
) {
  const { backup, attempt } = run;
  const mine = images.filter(
    (image) => image.name === attempt.imageName || image.imageId === attempt.imageId,
  );
  return decideLookUp({
    backup,
    attempt,
    identity: attemptIdentity(ctx, run, attempt.number),
    images: mine.map(toSeenImage),
    now: askedAt,
  });
}
