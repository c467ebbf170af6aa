import {
  CreateImageCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeleteTagsCommand,
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImageReferencesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { AwsCallError } from "../aws-call-error";
import { callAws, type Attempt } from "../call-aws";
import { toCommandInput } from "./create-image";
import type { Ec2Options } from "./create-ec2";
import type { DryRunProbe } from "./ec2";
import { REFERENCE_TYPES } from "./image-references";
import { onlyDry } from "./only-dry";

/** AWS's word for "this would have been allowed". */
const DRY_RUN_ALLOWED = "DryRunOperation";

/** Resolves where AWS would allow the call; throws its refusal, and never acts. */
export async function dryRun(via: Ec2Options, probe: DryRunProbe): Promise<void> {
  const { action } = probe;
  if (via.emulator?.isFaithful() === false) {
    if (NEVER_TRIED.has(action)) throw ignored(action);
    if (action === "CreateImage") await requireDryRuns(via, action);
  }
  try {
    await callAws(via.deps, via.target, {
      action,
      subject: "instanceId" in probe ? "instance" : undefined,
      repeat: "once",
      send: async (attempt) => sendDry(await via.client("pooled"), attempt, probe),
    });
  } catch (error) {
    if (error instanceof AwsCallError && error.awsCode === DRY_RUN_ALLOWED) return;
    throw error;
  }
  throw ignored(action);
}

/**
 * An emulator may know DryRun for one action and not for another. It is never asked for these: they
 * would remove an image, or set and take away the mark by which it is held.
 */
const NEVER_TRIED: ReadonlySet<string> = new Set([
  "DeregisterImage",
  "DeleteSnapshot",
  "CreateTags",
  "DeleteTags",
]);

/** What ignores the flag for a reading would make an image for a question. */
async function requireDryRuns(via: Ec2Options, action: DryRunProbe["action"]): Promise<void> {
  try {
    await dryRun(via, { action: "DescribeRegions" });
  } catch (error) {
    if (error instanceof AwsCallError && error.awsCode === IGNORED) throw ignored(action);
    // It has answered as AWS does, with a refusal of that call.
    if (error instanceof AwsCallError && error.outcome === "refused") return;
    throw error;
  }
}

const IGNORED = "DryRunIgnored";

function ignored(action: string): AwsCallError {
  return new AwsCallError({
    action,
    outcome: "unknown",
    awsCode: IGNORED,
    message: "What answers at AWS_ENDPOINT_URL cannot be asked by dry runs.",
    suggestion: "AWS itself can be asked; see AWS_ENDPOINT_URL.",
  });
}

function sendDry(client: EC2Client, attempt: Attempt, probe: DryRunProbe): Promise<unknown> {
  const { prepare, options } = attempt;
  const DryRun = true;
  switch (probe.action) {
    case "DescribeRegions":
      return client.send(prepare(onlyDry(new DescribeRegionsCommand({ DryRun }))), options);
    case "DescribeInstances":
      return client.send(prepare(onlyDry(new DescribeInstancesCommand({ DryRun }))), options);
    case "DescribeVolumes":
      return client.send(prepare(onlyDry(new DescribeVolumesCommand({ DryRun }))), options);
    case "DescribeImages": {
      const input = { Owners: ["self"], DryRun };
      return client.send(prepare(onlyDry(new DescribeImagesCommand(input))), options);
    }
    case "DescribeSnapshots": {
      const input = { OwnerIds: ["self"], DryRun };
      return client.send(prepare(onlyDry(new DescribeSnapshotsCommand(input))), options);
    }
    case "DescribeImageReferences": {
      const input = { ImageIds: [probe.imageId], ResourceTypes: REFERENCE_TYPES, DryRun };
      return client.send(prepare(onlyDry(new DescribeImageReferencesCommand(input))), options);
    }
    case "DescribeImageAttribute": {
      const Attribute = "launchPermission" as const;
      const input = { ImageId: probe.imageId, Attribute, DryRun };
      return client.send(prepare(onlyDry(new DescribeImageAttributeCommand(input))), options);
    }
    default:
      return sendChange(client, attempt, probe);
  }
}

type ChangeProbe = Extract<
  DryRunProbe,
  { action: "CreateImage" | "DeregisterImage" | "DeleteSnapshot" | "CreateTags" | "DeleteTags" }
>;

function sendChange(client: EC2Client, attempt: Attempt, probe: ChangeProbe): Promise<unknown> {
  const { prepare, options } = attempt;
  const DryRun = true;
  switch (probe.action) {
    case "CreateImage": {
      const input = { ...toCommandInput(probe.input), DryRun };
      return client.send(prepare(onlyDry(new CreateImageCommand(input))), options);
    }
    case "DeregisterImage": {
      const input = { ImageId: probe.imageId, DryRun };
      return client.send(prepare(onlyDry(new DeregisterImageCommand(input))), options);
    }
    case "DeleteSnapshot": {
      const input = { SnapshotId: probe.snapshotId, DryRun };
      return client.send(prepare(onlyDry(new DeleteSnapshotCommand(input))), options);
    }
    case "CreateTags": {
      const Tags = [{ Key: probe.key, Value: "1" }];
      const input = { Resources: [taggedBy(probe)], Tags, DryRun };
      return client.send(prepare(onlyDry(new CreateTagsCommand(input))), options);
    }
    case "DeleteTags": {
      const input = { Resources: [taggedBy(probe)], Tags: [{ Key: probe.key }], DryRun };
      return client.send(prepare(onlyDry(new DeleteTagsCommand(input))), options);
    }
  }
}

function taggedBy(probe: { imageId: string } | { instanceId: string }): string {
  return "imageId" in probe ? probe.imageId : probe.instanceId;
}
