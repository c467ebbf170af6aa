import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import { AwsCallError } from "#lib/aws/aws-call-error";
import type { AwsTarget } from "#lib/aws/aws";
import type { Ec2 } from "#lib/aws/ec2/ec2";
import type { Context } from "#lib/context";
import type { NeededAction } from "./needed-permissions.pure";
import { findProbeInstance, listProbeImages } from "./permission-subjects.repo";

/** What of ours AWS can be asked with in a place. */
export interface PermissionSubjects {
  instanceId: string | null;
  imageId: string | null;
  snapshotId: string | null;
}

/** Looked for once, by the first question that needs it; the others do not wait for it. */
export interface SubjectLooks {
  instance(): Promise<string | null>;
  ours(): Promise<Pick<PermissionSubjects, "imageId" | "snapshotId">>;
}

const NOTHING: PermissionSubjects = { instanceId: null, imageId: null, snapshotId: null };
/** Enough to find one that an image could be made of. */
const INSTANCES_READ = 5;
/** Of each kind: enough to find one that still carries our tag. */
const IMAGES_READ = 20;

export function createSubjectLooks(
  ctx: Context,
  { accountRef, target }: { accountRef: string; target: AwsTarget },
): SubjectLooks {
  const { read } = ctx.runtime.db;
  const place = { accountRef, region: target.region };
  let instance: ReturnType<SubjectLooks["instance"]> | undefined;
  let ours: ReturnType<SubjectLooks["ours"]> | undefined;
  return {
    instance: () =>
      (instance ??= findProbeInstance(read, place).then(
        (known) => known ?? unlessRefused(ctx, target, { look: findInstance, or: null }),
      )),
    ours: () =>
      (ours ??= listProbeImages(read, { ...place, limit: IMAGES_READ }).then((known) =>
        findOurs(ctx, target, known),
      )),
  };
}

const OF_OURS: ReadonlySet<NeededAction> = new Set([
  "CreateTags",
  "DeleteTags",
  "DescribeImageReferences",
  "DescribeImageAttribute",
  "DeregisterImage",
  "DeleteSnapshot",
]);

export async function subjectsFor(
  action: NeededAction,
  looks: SubjectLooks,
): Promise<PermissionSubjects> {
  if (action === "CreateImage") return { ...NOTHING, instanceId: await looks.instance() };
  return OF_OURS.has(action) ? { ...NOTHING, ...(await looks.ours()) } : NOTHING;
}

/** Nothing is protected there yet: any instance of the account will do. */
async function findInstance(ec2: Ec2): Promise<string | null> {
  const found = await ec2.listInstances(INSTANCES_READ);
  const usable = found.find(({ state }) => state === "running" || state === "stopped");
  return usable?.instanceId ?? null;
}

/**
 * Policies let nothing be done to what does not carry our tag, such as an image that was imported: AWS's
 * no to that says nothing of the policy. Where AWS does not tell the tags, one that was made here is asked
 * with, and else none.
 */
async function findOurs(
  ctx: Context,
  target: AwsTarget,
  { madeHere, adopted }: { madeHere: readonly string[]; adopted: readonly string[] },
): ReturnType<SubjectLooks["ours"]> {
  const imageIds = [...madeHere, ...adopted];
  if (imageIds.length === 0) return NOTHING;
  const isOurs = ({ tags }: { tags: Record<string, string> }) =>
    tags[IMAGE_TAGS.owner] === ctx.runtime.config.installationId;
  const findImages = async (ec2: Ec2) => (await ec2.findImages({ imageIds })).filter(isOurs);
  const images = await unlessRefused(ctx, target, { look: findImages, or: null });
  if (images === null) return { imageId: madeHere[0] ?? null, snapshotId: null };
  const imageId = imageIds.find((id) => images.some((image) => image.imageId === id));
  const image = images.find((one) => one.imageId === imageId);
  if (!image) return NOTHING;
  const snapshotIds = image.snapshots.map(({ snapshotId }) => snapshotId);
  const findSnapshots = async (ec2: Ec2) => (await ec2.findSnapshots(snapshotIds)).filter(isOurs);
  const [snapshot] =
    snapshotIds.length === 0
      ? []
      : await unlessRefused(ctx, target, { look: findSnapshots, or: [] });
  return { imageId: image.imageId, snapshotId: snapshot?.snapshotId ?? null };
}

/** That it may not be read is told by the question about reading. */
async function unlessRefused<T>(
  ctx: Context,
  target: AwsTarget,
  { look, or }: { look: (ec2: Ec2) => Promise<T>; or: T },
): Promise<T> {
  try {
    return await look(await ctx.runtime.aws.ec2(target));
  } catch (error) {
    if (error instanceof AwsCallError) return or;
    throw error;
  }
}
