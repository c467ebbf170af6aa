import { requirePermission } from "../auth/require-permission";
import { requireStillActing } from "../auth/require-still-acting";
import { writeAs } from "../auth/write-as";
import type { Ec2Image } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { isRemovedImage } from "../backups/decide-look-up.pure";
import { listReaders } from "../backups/reader.repo";
import { withReader } from "../backups/reader";
import type { Context } from "../context";
import { ConflictError, PreconditionFailedError, ServiceError } from "../errors";
import { addInstance } from "../instances/add-instance";
import { rememberInstance } from "../instances/remember-instance";
import { adopt } from "./adopt-unrecorded";
import { draftRecord } from "./draft-record.pure";
import type { RepairOutcomeDto } from "./dto";
import { instanceIdOf } from "./finding-of.pure";
import type { ListedFinding } from "./findings-list.repo";
import { patchFindings, type FindingRow } from "./findings.repo";
import { findingsChanged } from "./findings-changed";
import { reconcilePlaceJob } from "./jobs";
import { isKept, whose } from "./whose.pure";

const IMAGES_PER_WRITE = 15;
const IDS_PER_CALL = 200;

/** Images of one instance that has no record yet. */
interface Group {
  accountRef: string;
  region: string;
  instanceId: string;
  findings: FindingRow[];
}

/**
 * Images of ours of instances without a record become backups: `protect` puts the instance under
 * protection first, by the default schedule; else it is remembered as one that was removed. What
 * else is of these instances is adopted by the pass that follows.
 */
export async function adoptFindings(
  ctx: Context,
  { chosen, protect }: { chosen: readonly ListedFinding[]; protect: boolean },
): Promise<RepairOutcomeDto> {
  if (protect) requirePermission(ctx, "instances.write");
  const outcome: RepairOutcomeDto = { done: 0, planId: null, failures: [] };
  const rows = chosen.map(({ finding }) => finding);
  for (const { id } of rows.filter(({ instanceId }) => instanceId === null)) {
    const message = "Its tags do not say of which instance it is.";
    outcome.failures.push({ findingId: id, message });
  }
  const groups = toGroups(rows);
  for (const group of groups) {
    const adopted = new Set<string>();
    let message = "AWS does not show it any more, or no longer as ours.";
    try {
      // Before AWS is asked: what comes after the caller's end is told alone.
      await requireStillActing(ctx.runtime.db.read, ctx);
      if (protect) await protectInstance(ctx, group);
      await adoptGroup(ctx, group, adopted);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      ({ message } = error);
    }
    const left = group.findings.filter(({ resourceId }) => !adopted.has(resourceId));
    outcome.failures.push(...left.map(({ id }) => ({ findingId: id, message })));
    outcome.done += group.findings.length - left.length;
  }
  const places = groups.map(({ accountRef, region }) => ({ accountRef, region }));
  if (outcome.done > 0) await ctx.runtime.queue.enqueue(reconcilePlaceJob, places);
  return outcome;
}

function toGroups(rows: readonly FindingRow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of rows) {
    const { accountRef, region, instanceId } = finding;
    if (instanceId === null) continue;
    const key = `${accountRef}/${region}/${instanceId}`;
    const group = groups.get(key) ?? { accountRef, region, instanceId, findings: [] };
    group.findings.push(finding);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function protectInstance(ctx: Context, group: Group): Promise<void> {
  const { accountRef, region, instanceId } = group;
  const [credentialId] = await listReaders(ctx.runtime.db.read, accountRef);
  if (credentialId === undefined) {
    throw new PreconditionFailedError("No credential reaches this account any more.");
  }
  try {
    await addInstance(ctx, { credentialId, region, instanceId });
  } catch (error) {
    // Somebody was faster: it is protected, which is what was asked for.
    if (!(error instanceof ConflictError)) throw error;
  }
}

/** Says which images are adopted as it writes them, since it may end in the middle. */
async function adoptGroup(ctx: Context, group: Group, adopted: Set<string>): Promise<void> {
  const { accountRef, region } = group;
  const byImage = new Map(group.findings.map((finding) => [finding.resourceId, finding]));
  const images: Ec2Image[] = [];
  for (const imageIds of inChunks([...byImage.keys()], IDS_PER_CALL)) {
    const place = { accountRef, region, preferredId: null };
    images.push(...(await withReader(ctx, place, (ec2) => ec2.findImages({ imageIds }))));
  }
  const usable = images.filter((image) => isAdoptable(ctx, group, image));
  for (const chunk of inChunks(usable, IMAGES_PER_WRITE)) {
    await writeAs(ctx, async (tx) => {
      const now = ctx.runtime.clock.now();
      const name = chunk[0]?.tags["Name"] ?? "";
      const instanceRef = await rememberInstance(tx, ctx, { ...group, name });
      const drafts = chunk.map((image) => ({
        ...draftRecord(image, now),
        image,
        instanceId: group.instanceId,
        instanceRef,
      }));
      await adopt(tx, ctx, { place: { accountRef, region }, adopted: drafts });
      const ids = chunk.flatMap(({ imageId }) => byImage.get(imageId)?.id ?? []);
      await patchFindings(tx, ids, { resolvedAt: now, resolution: "Adopted." });
      await findingsChanged(tx, ctx, { accountRef, region });
    });
    for (const { imageId } of chunk) adopted.add(imageId);
  }
}

/** Asked of AWS again: what it is now counts, not what it was when it was found. */
function isAdoptable(ctx: Context, group: Group, image: Ec2Image): boolean {
  return (
    whose(image.tags, ctx.runtime.config.installationId).type === "ours" &&
    !isKept(image.tags) &&
    !isRemovedImage(image) &&
    instanceIdOf(image) === group.instanceId
  );
}
