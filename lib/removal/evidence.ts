import { AwsCallError } from "../aws/aws-call-error";
import type { LaunchConfiguration } from "../aws/aws";
import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { REFERENCE_IDS_MAX } from "../aws/ec2/image-references";
import type { Context } from "../context";
import { askForEvidence, askUntilRefused } from "./evidence-answer";
import type { ImageEvidence } from "./evidence-checks.pure";
import { fitToRoom } from "./evidence-room.pure";
import { toImageEvidence, type SharedAnswers } from "./to-image-evidence.pure";

/** How long one gathering may wait for tokens. */
const GATHERING_MS = 4_000;

/** What evidence is read with: of one account and region. */
export interface EvidenceReader {
  ec2: Pick<Ec2, "describeImageReferences" | "describeLaunchPermissions" | "findImages">;
  launchConfigurations(): Promise<LaunchConfiguration[]>;
}

export type EvidenceRequest = EvidencePlace &
  ({ credentialId: string } | { reader: EvidenceReader });

interface EvidencePlace {
  /** accounts.id */
  accountRef: string;
  region: string;
  /** As AWS described them just now: protection is read from them. */
  images: readonly Ec2Image[];
}

/**
 * What speaks against removing these images, and what was looked for. Costs a call for 10 images
 * (references), one for 200 (children), one for each (launch permissions) and one for all (launch
 * configurations). It takes what the buckets admit in some seconds; images that are missing in the
 * answer are to be asked for again. A failure is thrown where not one image was done.
 */
export async function gatherEvidence(
  ctx: Context,
  request: EvidenceRequest,
): Promise<Map<string, ImageEvidence>> {
  const done = new Map<string, ImageEvidence>();
  const images = await fitting(ctx, request);
  if (images.length === 0) return done;
  const reader = await readerOf(ctx, request);
  const shared = await askShared(reader, images);
  const references = askUntilRefused((ids: string[]) => reader.ec2.describeImageReferences(ids));
  const permissions = askUntilRefused((id: string) => reader.ec2.describeLaunchPermissions(id));
  try {
    for (const chunk of inChunks(images, REFERENCE_IDS_MAX)) {
      const found = await references(chunk.map(({ imageId }) => imageId));
      await forEach(chunk, async (image) => {
        const shares = await permissions(image.imageId);
        done.set(image.imageId, toImageEvidence(image, { ...shared, references: found, shares }));
      });
    }
  } catch (error) {
    if (done.size === 0 || !(error instanceof AwsCallError)) throw error;
    const { accountRef, region } = request;
    ctx.runtime.log.debug({ accountRef, region, code: error.awsCode }, "evidence: to be continued");
  }
  return done;
}

/** All of them at once; one that fails does not undo the others. */
async function forEach<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(act));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

async function fitting(ctx: Context, request: EvidenceRequest): Promise<Ec2Image[]> {
  const images = [...new Map(request.images.map((image) => [image.imageId, image])).values()];
  const accountId = images[0]?.ownerId;
  if ("reader" in request || !accountId) return images;
  const { budget } = ctx.runtime.aws;
  const room = (action: string) =>
    budget.admits({ accountId, region: request.region, action }, GATHERING_MS);
  return fitToRoom({
    images,
    room: {
      references: await room("DescribeImageReferences"),
      permissions: await room("DescribeImageAttribute"),
    },
    idsPerCall: REFERENCE_IDS_MAX,
  });
}

async function askShared(
  reader: EvidenceReader,
  images: readonly Ec2Image[],
): Promise<SharedAnswers> {
  const sourceImageIds = images.map(({ imageId }) => imageId);
  const [configurations, children] = await Promise.all([
    askForEvidence(() => reader.launchConfigurations()),
    askForEvidence(() => reader.ec2.findImages({ sourceImageIds })),
  ]);
  return { configurations, children };
}

async function readerOf(ctx: Context, request: EvidenceRequest): Promise<EvidenceReader> {
  if ("reader" in request) return request.reader;
  const { aws } = ctx.runtime;
  const { credentialId, region } = request;
  // What fits the buckets waits for its tokens: to come back for each would cost the shared calls.
  const target = { credentialId, region, purpose: "read" as const, interactive: true };
  return {
    ec2: await aws.ec2(target),
    launchConfigurations: () => aws.launchConfigurations(target),
  };
}
