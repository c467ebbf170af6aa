import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Ec2Snapshot, Ec2SnapshotPage } from "../aws/ec2/ec2";
import type { NewFinding } from "./finding.pure";
import type { Ask, NeededSnapshot, Pass } from "./pass";
import { recordFindings } from "./record-findings";
import { listStillAvailable } from "./records.repo";

const IDS_PER_CALL = 200;
/** Above so many, a list of all snapshots is cheaper than asking for each. */
const ASKED_MAX = 10_000;

/**
 * Snapshots that good images need and the list of ours did not show: some lost their tags, and some
 * are gone, so that their backups cannot be restored. Then all drifts are written down.
 */
export async function settleNeeded(pass: Pass, ask: Ask): Promise<void> {
  const missing = new Map(pass.needed);
  const seen = await lookFor(ask, [...missing.keys()]);
  const untagged = new Map<string, NeededSnapshot[]>();
  const lost = new Map<string, string[]>();
  for (const [snapshotId, needed] of missing) {
    const state = seen.get(snapshotId)?.state;
    if (state !== undefined && state !== "error" && state !== "recoverable") {
      untagged.set(snapshotId, [needed]);
    } else lost.set(needed.imageId, [...(lost.get(needed.imageId) ?? []), snapshotId]);
  }
  await addLost(pass, ask, { lost, missing });
  addUntagged(pass, untagged);
  await recordFindings(pass, [...pass.drifts.values()]);
}

async function lookFor(ask: Ask, snapshotIds: string[]): Promise<Map<string, Ec2Snapshot>> {
  const found = new Map<string, Ec2Snapshot>();
  if (snapshotIds.length <= ASKED_MAX) {
    for (const chunk of inChunks(snapshotIds, IDS_PER_CALL)) {
      for (const each of await ask((ec2) => ec2.findSnapshots(chunk))) {
        found.set(each.snapshotId, each);
      }
    }
    return found;
  }
  let nextToken: string | null = null;
  do {
    const token: string | null = nextToken;
    const page: Ec2SnapshotPage = await ask((ec2) =>
      ec2.pageSnapshots({ ownerTag: null, ...(token === null ? {} : { nextToken: token }) }),
    );
    for (const each of page.snapshots) found.set(each.snapshotId, each);
    nextToken = page.nextToken;
  } while (nextToken !== null);
  return found;
}

/** Asked of AWS and of the records once more: an image may have been removed since it was listed. */
async function addLost(
  pass: Pass,
  ask: Ask,
  { lost, missing }: { lost: Map<string, string[]>; missing: Map<string, NeededSnapshot> },
): Promise<void> {
  const facts = new Map([...missing.values()].map((needed) => [needed.imageId, needed]));
  for (const imageIds of inChunks([...lost.keys()], IDS_PER_CALL)) {
    const { images } = await ask((ec2) => ec2.proveImages(imageIds));
    const backupIds = imageIds.flatMap((id) => facts.get(id)?.backupId ?? []);
    const available = await listStillAvailable(pass.ctx.runtime.db.read, backupIds);
    for (const { imageId, createdAt } of images) {
      const needed = facts.get(imageId);
      if (!needed || !available.has(needed.backupId)) continue;
      const snapshotIds = lost.get(imageId) ?? [];
      add(pass, needed, {
        code: "snapshot_missing",
        snapshotIds,
        resourceCreatedAt: createdAt,
        message: `${snapshotIds.join(", ")} of ${imageId} ${snapshotIds.length === 1 ? "is" : "are"} not in AWS any more: this backup cannot be restored.`,
        repair:
          "Back up now. Look into the recycle bin for the snapshot, and into CloudTrail for who removed it.",
      });
    }
  }
}

function addUntagged(pass: Pass, untagged: ReadonlyMap<string, NeededSnapshot[]>): void {
  const byImage = new Map<string, { needed: NeededSnapshot; snapshotIds: string[] }>();
  for (const [snapshotId, [needed]] of untagged) {
    if (!needed) continue;
    const of = byImage.get(needed.imageId) ?? { needed, snapshotIds: [] };
    of.snapshotIds.push(snapshotId);
    byImage.set(needed.imageId, of);
  }
  for (const { needed, snapshotIds } of byImage.values()) {
    add(pass, needed, {
      code: "snapshot_tags_lost",
      snapshotIds,
      resourceCreatedAt: null,
      message: `${snapshotIds.join(", ")} of ${needed.imageId} lost the tag amivault:owner: AWS lets nobody remove it from here.`,
      repair: "Write the tags again: without them a rebuilt database does not know whose it is.",
    });
  }
}

type Addition = Pick<
  NewFinding,
  "code" | "snapshotIds" | "message" | "repair" | "resourceCreatedAt"
>;

/** One finding an image: what is worse has the word, the rest stands behind it. */
function add(pass: Pass, needed: NeededSnapshot, addition: Addition): void {
  const known = pass.drifts.get(needed.imageId);
  const fresh: NewFinding = {
    kind: "drift",
    resourceId: needed.imageId,
    backupId: needed.backupId,
    instanceId: needed.instanceId,
    owner: null,
    sizeBytes: null,
    ...addition,
  };
  const isWorse = addition.code === "snapshot_missing";
  const [first, second] = isWorse || !known ? [fresh, known] : [known, fresh];
  pass.drifts.set(needed.imageId, {
    ...first,
    message: [first.message, ...(second ? [second.message] : [])].join(" "),
    snapshotIds: [...new Set([...first.snapshotIds, ...(second?.snapshotIds ?? [])])],
  });
}
