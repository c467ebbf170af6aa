import type { Report } from "#lambda/contract/firing";
import { backupKey } from "#lambda/contract/image-name";
import { recordAudit } from "../audit/record-audit";
import { pollImagesJob } from "../backups/jobs";
import { lookNow, type ToldOf } from "../backups/look-now";
import { SECOND } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { LimitExceededError, toError, UnauthorizedError } from "../errors";
import type { Runtime } from "../runtime";
import { judgeReport, type RawReport, type Refusal } from "./judge-report";
import { logRefusal } from "./log-refusals";
import { takesReport } from "./report-limit";
import { toldWords } from "./report-words.pure";
import { noteReport, useNonce, type ReportingPlace } from "./reports.repo";

/**
 * What a function in AWS reports proves "look now" and nothing else: no status follows from it.
 * Every refusal is the same to whoever sent it.
 */
export async function acceptReport(ctx: Context, raw: RawReport): Promise<void> {
  const { runtime } = ctx;
  const judged = await judgeReport(runtime, raw);
  if (!judged.ok) throw refuse(ctx, judged.why);
  if (judged.place === null) return;
  const { place, nonce, report } = judged;
  if (!takesReport(runtime, place.id)) throw tooMany(ctx);
  const told: Context = {
    ...ctx,
    actor: { type: "callback", placeId: place.id },
    accounts: [place.accountRef],
  };
  const isLookedAt = await runtime.db.write(async (tx) => {
    const seenAt = runtime.clock.now();
    const isNew = await useNonce(tx, { placeId: place.id, nonce, seenAt });
    // At the same time as its twin.
    if (!isNew) throw refuse(ctx, "replayed");
    await noteReport(tx, place.id, { lastReportAt: seenAt, lastReportType: report.type });
    const { isKnown, isLookedAt } = await heed(tx, told, place, report);
    // AWS tells of every image of the account: those of others are nobody's act here.
    if (isKnown || report.type !== "image_state") {
      await recordAudit(tx, told, toAudit(place, report));
    }
    return isLookedAt;
  });
  if (isLookedAt) await enqueueLook(runtime, place);
}

async function heed(tx: Tx, ctx: Context, place: ReportingPlace, report: Report) {
  const by = toBackup(ctx.runtime, report);
  if (!by) return { isKnown: false, isLookedAt: false };
  const { accountRef, region } = place;
  const { type, code, imageId, imageName, functionVersion, at } = report;
  const data = { code, imageId, imageName, functionVersion, at };
  const told = { type: `function.${type}`, message: toldWords(report), data } as const;
  return lookNow(tx, ctx, { accountRef, region, by, told });
}

/** By the moment it was to be of, else by its image. */
function toBackup({ config }: Runtime, report: Report): ToldOf["by"] | null {
  const { accountId, region, instanceId, dueAt, imageId } = report;
  if (instanceId !== undefined && dueAt !== undefined) {
    const { installationId } = config;
    const due = { dueAt: Date.parse(dueAt) };
    return { key: backupKey({ installationId, accountId, region, instanceId, due }) };
  }
  return imageId === undefined ? null : { imageId };
}

function toAudit({ id, accountRef }: ReportingPlace, report: Report) {
  const { type, instanceId, dueAt, imageId, code } = report;
  return {
    action: "eventbridge.report",
    targetType: "eventbridge_place",
    targetId: id,
    accountRef,
    after: { type, instanceId, dueAt, imageId, code },
  };
}

function refuse({ runtime, address }: Context, why: Refusal): UnauthorizedError {
  logRefusal(runtime, { why, address });
  return new UnauthorizedError("This report is not accepted.");
}

function tooMany({ runtime, address }: Context): LimitExceededError {
  logRefusal(runtime, { why: "too_many", address });
  return new LimitExceededError("Too many reports.", { retryAfterMs: 10 * SECOND });
}

/** After the commit; without a queue the tick finds the row that is due. */
async function enqueueLook(runtime: Runtime, place: ReportingPlace): Promise<void> {
  const { accountRef, region } = place;
  try {
    await runtime.queue.enqueue(pollImagesJob, [{ accountRef, region }]);
  } catch (error) {
    runtime.log.warn({ err: toError(error) }, "a look could not be enqueued; the tick will");
  }
}
