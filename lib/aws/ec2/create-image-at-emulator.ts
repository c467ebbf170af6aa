import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import { AwsCallError } from "../aws-call-error";
import { callAws } from "../call-aws";
import type { Ec2Options, Reader } from "./create-ec2";
import { createImage } from "./create-image";
import type { CallOptions, CreatedImage, CreateImageInput } from "./ec2";
import type { Emulator } from "./emulator";
import { findImages } from "./find-images";

type Via = Ec2Options & { read: Reader; emulator: Emulator };

/**
 * Some emulators end CreateImage with an error of their own when its snapshots are to be tagged.
 * Where such a one shows that nothing was made, the image is asked for once more without, and the
 * snapshots are tagged afterwards. EC2, and what names itself so, is never asked twice.
 */
export async function createImageAtEmulator(
  via: Via,
  input: CreateImageInput,
  call: CallOptions,
): Promise<CreatedImage> {
  if (!via.emulator.takesSnapshotTags) return createAndTag(via, input, call);
  try {
    return await createImage(via, input, call);
  } catch (error) {
    if (!(await mayLackSnapshotTags(via, input, error))) throw error;
    return retryWithout(via, input, { call, first: error });
  }
}

async function mayLackSnapshotTags(
  via: Via,
  input: CreateImageInput,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof AwsCallError) || error.outcome !== "unknown") return false;
  if (error.httpStatus !== 500 && error.httpStatus !== 501) return false;
  if (via.emulator.isFaithful()) return false;
  try {
    const made = await findImages({ read: via.read, emulated: true }, { names: [input.name] });
    return made.length === 0 && !via.emulator.isFaithful();
  } catch {
    return false;
  }
}

/** Only a definite answer may replace what is not known of the first call. */
async function retryWithout(
  via: Via,
  input: CreateImageInput,
  { call, first }: { call: CallOptions; first: unknown },
): Promise<CreatedImage> {
  try {
    const created = await createAndTag(via, input, { ...call, tokenTaken: false });
    via.emulator.takesSnapshotTags = false;
    return created;
  } catch (error) {
    const definite = error instanceof AwsCallError && error.outcome === "refused";
    throw definite ? error : first;
  }
}

async function createAndTag(
  via: Via,
  input: CreateImageInput,
  call: CallOptions,
): Promise<CreatedImage> {
  const created = await createImage(via, input, { ...call, tagged: ["image"] });
  try {
    await tagSnapshots(via, created.imageId, input.tags);
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    via.deps.log.warn({ code: error.awsCode }, "the emulator's snapshots stay without tags");
  }
  return created;
}

async function tagSnapshots(
  via: Via,
  imageId: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const [image] = await findImages({ read: via.read, emulated: true }, { imageIds: [imageId] });
  const Resources = (image?.snapshots ?? []).map(({ snapshotId }) => snapshotId);
  if (Resources.length === 0) return;
  const client = await via.client("pooled");
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await callAws(via.deps, via.target, {
    action: "CreateTags",
    repeat: "once",
    send: ({ prepare, options }) =>
      client.send(prepare(new CreateTagsCommand({ Resources, Tags })), options),
  });
}
