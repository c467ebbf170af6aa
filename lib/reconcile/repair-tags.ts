import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import { recordAudit } from "../audit/record-audit";
import { requireStillActing } from "../auth/require-still-acting";
import type { Ec2 } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { traceAwsAccount } from "../aws/request-trace";
import { withReader } from "../backups/reader";
import { findRuns } from "../backups/run.repo";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { RepairOutcomeDto } from "./dto";
import type { ListedFinding } from "./findings-list.repo";
import { patchFindings, type FindingRow } from "./findings.repo";
import { findingsChanged } from "./findings-changed";
import { restoredTags } from "./record.pure";
import type { Place } from "./records.repo";
import { whose } from "./whose.pure";

type Tags = Readonly<Record<string, string>>;

const IDS_PER_CALL = 200;
const ROWS_PER_WRITE = 50;

/** One image or snapshot, and what its tags should say. */
interface Wanted {
  finding: FindingRow;
  resourceIds: string[];
  tags: Tags;
}

/**
 * Writes the tags that images and snapshots were made with again; the next pass confirms it. They
 * are read anew first, in batches, and what lacks the same tags shares a call.
 */
export async function repairTags(
  ctx: Context,
  chosen: readonly ListedFinding[],
): Promise<RepairOutcomeDto> {
  const outcome: RepairOutcomeDto = { done: 0, planId: null, failures: [] };
  const places = new Map<string, FindingRow[]>();
  for (const { finding } of chosen) {
    const key = `${finding.accountRef}/${finding.region}`;
    places.set(key, [...(places.get(key) ?? []), finding]);
  }
  for (const findings of places.values()) {
    for (const chunk of inChunks(findings, IDS_PER_CALL)) {
      const failures = await traceAwsAccount(chunk[0]?.accountRef ?? "", () =>
        repairChunk(ctx, chunk),
      );
      outcome.failures.push(...failures);
      outcome.done += chunk.length - failures.length;
    }
  }
  return outcome;
}

type Failures = RepairOutcomeDto["failures"];

async function repairChunk(ctx: Context, findings: readonly FindingRow[]): Promise<Failures> {
  const [first] = findings;
  if (!first) return [];
  const { accountRef, region } = first;
  const wanted = await toWanted(ctx, findings);
  const place = { accountRef, region, preferredId: null, purpose: "tag" as const };
  try {
    const mended = await withReader(ctx, place, (ec2) => mend(ctx, ec2, wanted));
    await note(ctx, { accountRef, region }, mended);
    const done = new Set(mended.map(({ finding }) => finding.id));
    return findings
      .filter(({ id }) => !done.has(id))
      .map(({ id }) => ({
        findingId: id,
        message: "It has no record any more, is no longer there, or belongs to somebody else now.",
      }));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return findings.map(({ id }) => ({ findingId: id, message: error.message }));
  }
}

async function toWanted(ctx: Context, findings: readonly FindingRow[]): Promise<Wanted[]> {
  const owner = ctx.runtime.config.installationId;
  const backupIds = findings.flatMap(({ backupId }) => backupId ?? []);
  const runs = await findRuns(ctx.runtime.db.read, backupIds);
  const records = new Map(runs.map(({ backup }) => [backup.id, backup]));
  return findings.flatMap((finding) => {
    const record = records.get(finding.backupId ?? "");
    if (!record) return [];
    const tags =
      finding.code === "keep_tag_lost" ? { [IMAGE_TAGS.keep]: "" } : restoredTags(record, owner);
    const resourceIds = [...new Set([finding.resourceId, ...finding.snapshotIds])];
    return [{ finding, resourceIds, tags }];
  });
}

async function mend(ctx: Context, ec2: Ec2, wanted: readonly Wanted[]): Promise<Wanted[]> {
  const owner = ctx.runtime.config.installationId;
  const seen = await readTags(
    ec2,
    wanted.flatMap(({ resourceIds }) => resourceIds),
  );
  const isOurs = (id: string) => whose(seen.get(id) ?? {}, owner).type !== "other";
  const mendable = wanted.filter(
    ({ finding, resourceIds }) => seen.has(finding.resourceId) && resourceIds.every(isOurs),
  );
  await requireStillActing(ctx.runtime.db.read, ctx);
  for (const [text, resourceIds] of groupMissing(mendable, seen)) {
    await ec2.createTags({ resourceIds, tags: Object.fromEntries(readPairs(text)) });
  }
  return mendable;
}

/** As they are now, not as they were found. */
async function readTags(ec2: Ec2, ids: readonly string[]): Promise<Map<string, Tags>> {
  const seen = new Map<string, Tags>();
  for (const chunk of inChunks(
    ids.filter((id) => id.startsWith("ami-")),
    IDS_PER_CALL,
  )) {
    const { images } = await ec2.proveImages(chunk);
    for (const { imageId, tags } of images) seen.set(imageId, tags);
  }
  const snapshotIds = ids.filter((id) => id.startsWith("snap-"));
  for (const { snapshotId, tags } of await ec2.findSnapshots(snapshotIds)) {
    seen.set(snapshotId, tags);
  }
  return seen;
}

/** Only what differs: a least-privileged role may write no owner tag, and needs to write none. */
function groupMissing(
  wanted: readonly Wanted[],
  seen: ReadonlyMap<string, Tags>,
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { resourceIds, tags } of wanted) {
    for (const id of resourceIds) {
      const now = seen.get(id);
      if (!now) continue;
      const missing = Object.entries(tags).filter(([key, value]) => now[key] !== value);
      if (missing.length === 0) continue;
      const text = JSON.stringify(missing);
      groups.set(text, [...(groups.get(text) ?? []), id]);
    }
  }
  return groups;
}

/** What groupMissing has written. */
function readPairs(text: string): Array<[string, string]> {
  return JSON.parse(text) as Array<[string, string]>;
}

async function note(ctx: Context, place: Place, mended: readonly Wanted[]): Promise<void> {
  for (const chunk of inChunks(mended, ROWS_PER_WRITE)) {
    await ctx.runtime.db.write(async (tx) => {
      const ids = chunk.map(({ finding }) => finding.id);
      const resolution = "Its tags were written again.";
      await patchFindings(tx, ids, { resolvedAt: ctx.runtime.clock.now(), resolution });
      for (const { finding, resourceIds, tags } of chunk) {
        await recordAudit(tx, ctx, {
          action: "finding.repair_tags",
          targetType: "backup",
          targetId: finding.backupId,
          accountRef: place.accountRef,
          after: { resourceIds, tags },
        });
      }
      await findingsChanged(tx, ctx, place);
    });
  }
}
