import type { Context } from "../context";
import type { ServiceError } from "../errors";
import { giveUp } from "./apply-look-up";
import { NOT_STARTED_CODE } from "./aws-looks.pure";
import { isLookedAt } from "./is-looked-at.pure";
import { patchBackup } from "./patch-backup.repo";
import { GIVE_UP_MS } from "./protocol-timing.pure";
import type { Run } from "./run.repo";
import { writePart } from "./write-part";

/** AWS could not be asked: say so, and look again later. Time alone ends only what was unheard. */
export async function postponeLooks(
  ctx: Context,
  options: { runs: readonly Run[]; error: ServiceError; pauseMs: number },
): Promise<void> {
  const { runs, error, pauseMs } = options;
  const now = ctx.runtime.clock.now();
  const items = runs.filter(({ backup }) => isLookedAt(backup)).map((run) => ({ run }));
  if (items.length === 0) return;
  await writePart(ctx, items, async (tx, part) => {
    for (const { run } of part) {
      const { backup, attempt } = run;
      const deadline = (attempt?.lastSentAt ?? 0) + GIVE_UP_MS;
      if (backup.status === "creating" && now >= deadline) {
        await giveUp(tx, ctx, { backup, because: `could not be asked since: ${error.message}` });
      } else {
        const told = isToldAlready(backup) ? {} : reasonOf(error);
        await patchBackup(tx, ctx, { backup, set: { notBeforeAt: now + pauseMs, ...told } });
      }
    }
  });
}

/** It says already why it has no image. */
function isToldAlready({ status, statusCode }: Run["backup"]): boolean {
  return status === "failed" || status === "missed" || statusCode === NOT_STARTED_CODE;
}

export const NOT_ASKED_CODE = "AwsNotAsked";

function reasonOf(error: ServiceError) {
  return {
    statusReason: `AWS could not be asked how far it is: ${error.message}`,
    statusCode: NOT_ASKED_CODE,
    suggestion: error.suggestion ?? null,
  };
}
