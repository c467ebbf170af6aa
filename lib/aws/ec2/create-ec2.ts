import type { EC2Client } from "@aws-sdk/client-ec2";
import { callAws, type Attempt, type CallDeps, type CallPlan, type CallTarget } from "../call-aws";
import { createTags, deleteTags } from "./change-tags";
import { createImage } from "./create-image";
import { createImageAtEmulator } from "./create-image-at-emulator";
import {
  describeInstances,
  describeRegions,
  describeVolumes,
  findInstances,
  listInstances,
} from "./describe-instances";
import { dryRun } from "./dry-run";
import type { Ec2 } from "./ec2";
import type { Emulator } from "./emulator";
import { findImages } from "./find-images";
import { findSnapshots } from "./find-snapshots";
import { describeImageReferences, describeLaunchPermissions } from "./image-references";
import { pageImages, proveImages } from "./page-images";
import { pageInstances } from "./page-instances";
import { pageSnapshots } from "./page-snapshots";
import { deleteSnapshot, deregisterImage } from "./remove-image";

export interface Ec2Options {
  deps: CallDeps;
  target: CallTarget;
  /** Asked before every attempt: a session may have ended in between. */
  client(connection: "pooled" | "fresh"): Promise<EC2Client>;
  /** What stands in for AWS at AWS_ENDPOINT_URL; null for AWS itself. */
  emulator: Emulator | null;
}

/** Sends a call that may be said twice, again if it must. */
export type Reader = <Output>(
  action: string,
  send: (client: EC2Client, attempt: Attempt) => Promise<Output>,
  subject?: CallPlan<Output>["subject"],
) => Promise<Output>;

export function createEc2(options: Ec2Options): Ec2 {
  const read: Reader = (action, send, subject) =>
    callAws(options.deps, options.target, {
      action,
      subject,
      repeat: "reads",
      send: async (attempt) => send(await options.client("pooled"), attempt),
    });
  const images = { read, emulated: options.emulator !== null };
  return {
    describeRegions: () => describeRegions(read),
    pageInstances: (query) => pageInstances(read, query),
    listInstances: (limit) => listInstances(read, limit),
    describeInstances: (instanceIds) => describeInstances(read, instanceIds),
    findInstances: (instanceIds) => findInstances(read, instanceIds),
    describeVolumes: (volumeIds) => describeVolumes(read, volumeIds),
    createImage: (input, call) => {
      const { emulator } = options;
      const via = { ...options, read };
      if (emulator) return createImageAtEmulator({ ...via, emulator }, input, call);
      return createImage(options, input, call);
    },
    dryRun: (probe) => dryRun(options, probe),
    findImages: (query) => findImages(images, query),
    findSnapshots: (snapshotIds) => findSnapshots(read, snapshotIds),
    pageImages: (query) => pageImages(images, query),
    pageSnapshots: (query) => pageSnapshots(read, query),
    proveImages: (imageIds) => proveImages(images, imageIds),
    describeImageReferences: (imageIds) => describeImageReferences(read, imageIds),
    describeLaunchPermissions: (imageId) => describeLaunchPermissions(read, imageId),
    deregisterImage: (imageId, input, call) =>
      deregisterImage(options, { imageId, ...input }, call),
    deleteSnapshot: (snapshotId, call) => deleteSnapshot(options, snapshotId, call),
    createTags: (input) => createTags(read, input),
    deleteTags: (input) => deleteTags(read, input),
  };
}
