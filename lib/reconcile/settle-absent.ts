import { setImmediate as letOthersRun } from "node:timers/promises";
import { raiseAlerts } from "../alerts/raise-alert";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { BackupRow } from "../backups/backup-row";
import { changeStatuses } from "../backups/change-status";
import { isRemovedImage } from "../backups/decide-look-up.pure";
import { MISSING_MS } from "../backups/protocol-timing.pure";
import { findRuns } from "../backups/run.repo";
import type { NewFinding } from "./finding.pure";
import { findingKey } from "./finding.pure";
import { count, type Ask, type Pass } from "./pass";
import { recordFindings } from "./record-findings";
import { listPresent, listStillGone, markMissing, type PresentRecord } from "./records.repo";

const RECORDS_PER_READ = 2_000;
const ROWS_PER_WRITE = 15;
const IDS_PER_CALL = 200;

/** Gone images of one account and region share an alert. */
export function goneCause({ place }: Pick<Pass, "place">): string {
  return `reconcile.gone/${place.accountRef}/${place.region}`;
}

/**
 * Records whose image a whole pass has not shown: the first time that is noted; the second time, ten
 * minutes later at least, AWS is asked for each by its id, and only its silence makes it gone.
 */
export async function settleAbsent(pass: Pass, ask: Ask): Promise<void> {
  const { ctx, place } = pass;
  const now = ctx.runtime.clock.now();
  const first: string[] = [];
  const second: PresentRecord[] = [];
  for (let afterId = ""; ;) {
    const options = { ...place, afterId, limit: RECORDS_PER_READ };
    const records = await listPresent(ctx.runtime.db.read, options);
    for (const record of records) {
      // Made, or made good, while this pass was reading.
      const isNew = record.sureSinceAt >= pass.startedAt;
      if (isNew || pass.seenImageIds.has(record.imageId ?? "")) continue;
      if (record.missingSinceAt === null) first.push(record.id);
      else second.push(record);
    }
    afterId = records.at(-1)?.id ?? "";
    await letOthersRun();
    if (records.length < RECORDS_PER_READ) break;
  }
  for (const ids of inChunks(first, 200)) {
    await ctx.runtime.db.write((tx) => markMissing(tx, { ids, missingSinceAt: now }));
  }
  count(pass, "missing", first.length);
  await concludeMissing(pass, ask, second);
  await keepGone(pass);
}

/** Seen missing at least ten minutes ago: what AWS does not show by its id either is gone. */
export async function concludeMissing(
  pass: Pass,
  ask: Ask,
  missing: readonly PresentRecord[],
): Promise<void> {
  const now = pass.ctx.runtime.clock.now();
  const isDue = ({ missingSinceAt }: PresentRecord) => now - (missingSinceAt ?? now) >= MISSING_MS;
  const due = missing.filter(isDue);
  count(pass, "missing", missing.length - due.length);
  for (const records of inChunks(due, IDS_PER_CALL)) await conclude(pass, ask, records);
}

async function conclude(pass: Pass, ask: Ask, records: readonly PresentRecord[]): Promise<void> {
  const imageIds = records.flatMap(({ imageId }) => imageId ?? []);
  const { images } = await ask((ec2) => ec2.proveImages(imageIds));
  const there = new Set(
    images.filter((image) => !isRemovedImage(image)).map(({ imageId }) => imageId),
  );
  const absent = records.filter(({ imageId }) => !there.has(imageId ?? ""));
  const back = records.filter(({ imageId }) => there.has(imageId ?? "")).map(({ id }) => id);
  await pass.ctx.runtime.db.write((tx) => markMissing(tx, { ids: back, missingSinceAt: null }));
  count(pass, "seen_again", back.length);
  const gone: BackupRow[] = [];
  for (const chunk of inChunks(absent, ROWS_PER_WRITE)) gone.push(...(await end(pass, chunk)));
  count(pass, "gone", gone.length);
  await recordFindings(pass, gone.map(toFinding));
}

async function end(pass: Pass, records: readonly PresentRecord[]): Promise<BackupRow[]> {
  const { ctx, place } = pass;
  return ctx.runtime.db.write(async (tx) => {
    const runs = await findRuns(
      tx,
      records.map(({ id }) => id),
    );
    const asRead = new Map(records.map(({ id, imageId }) => [id, imageId]));
    const still = runs.filter(
      ({ backup }) => backup.status === "available" && asRead.get(backup.id) === backup.imageId,
    );
    const changed = await changeStatuses(
      tx,
      ctx,
      still.map(({ backup }) => ({
        backup,
        to: "gone" as const,
        trigger: "vanished" as const,
        reason: { message: "AWS has its image no more.", code: "ImageGone" },
        message: `AWS has ${backup.imageId} no more: twice not seen, and asked for by its id.`,
      })),
    );
    const gone = changed.filter((backup) => backup !== null);
    await raiseAlerts(
      tx,
      ctx,
      gone.map((backup) => ({
        cause: goneCause({ place }),
        kind: "reconcile.gone" as const,
        severity: "critical" as const,
        accountRef: place.accountRef,
        title: `Images of backups are gone from ${place.region}`,
        message: "Somebody removed images of ours in AWS, or they were lost.",
        suggestion: "See in CloudTrail who did it; the recycle bin may still hold them.",
        link: "/findings?kind=gone",
        member: {
          entityType: "backup",
          entityId: backup.id,
          accountRef: place.accountRef,
          message: `${backup.imageId} of ${backup.instanceId} is gone.`,
        },
      })),
    );
    return gone;
  });
}

function toFinding(backup: BackupRow): NewFinding {
  return {
    kind: "gone",
    code: "gone",
    resourceId: backup.imageId ?? backup.id,
    backupId: backup.id,
    instanceId: backup.instanceId,
    owner: null,
    message: `${backup.imageId} is in AWS no more: this backup cannot be restored.`,
    repair: "Back up now, or take it out of the recycle bin: it is recognised again by itself.",
    snapshotIds: [],
    sizeBytes: backup.sizeBytes,
    resourceCreatedAt: backup.imageCreatedAt,
  };
}

/** What was told as gone before, and still is, stays open until it is back or its record goes. */
async function keepGone(pass: Pass): Promise<void> {
  const open = [...pass.open.values()].filter(({ kind }) => kind === "gone");
  for (const chunk of inChunks(open, IDS_PER_CALL)) {
    const ids = chunk.flatMap(({ backupId }) => backupId ?? []);
    const gone = await listStillGone(pass.ctx.runtime.db.read, ids);
    for (const finding of chunk) {
      if (gone.has(finding.backupId ?? "")) pass.touched.add(findingKey(finding));
    }
  }
}
