import type { EpochMs } from "../../clock";
import type { InstanceState } from "../../db/schema/constants";

/** EC2 in one account and region, in our types. Every method may throw AwsCallError. */
export interface Ec2 {
  /** Regions with their opt-in status. */
  describeRegions(): Promise<Ec2Region[]>;
  /** One page of at most 1,000, those that were terminated within the hour included. */
  pageInstances(query: { nextToken?: string }): Promise<Ec2InstancePage>;
  /** The first instances AWS lists, at most `limit`. */
  listInstances(limit: number): Promise<Ec2Instance[]>;
  /** One unknown id fails the whole call with `InvalidInstanceID.NotFound`; no id asks nothing. */
  describeInstances(instanceIds: readonly string[]): Promise<Ec2Instance[]>;
  /** By the filter `instance-id`, all pages: unknown ids find nothing. */
  findInstances(instanceIds: readonly string[]): Promise<Ec2Instance[]>;
  /** By the filter `volume-id`: unknown ids find nothing. */
  describeVolumes(volumeIds: readonly string[]): Promise<Ec2Volume[]>;
  /** Sent with one SDK attempt; see CallOptions. */
  createImage(input: CreateImageInput, options: CallOptions): Promise<CreatedImage>;
  /**
   * A call with DryRun: resolves when it would be allowed. What answers and does not know DryRun
   * ends in `DryRunIgnored`; ask it a reading first, before anything that changes.
   */
  dryRun(probe: DryRunProbe): Promise<void>;
  /** By filter, Owners self, IncludeDisabled, all pages: unknown values find nothing. */
  findImages(query: ImageQuery): Promise<Ec2Image[]>;
  /** By the filter `snapshot-id`, OwnerIds self: unknown ids find nothing. */
  findSnapshots(snapshotIds: readonly string[]): Promise<Ec2Snapshot[]>;
  /** One page of at most 1,000, Owners self, IncludeDisabled. */
  pageImages(query: PageQuery): Promise<Ec2ImagePage>;
  /** One page of at most 1,000, OwnerIds self. */
  pageSnapshots(query: PageQuery): Promise<Ec2SnapshotPage>;
  /** Those of at most 200 that AWS has right now: one call by the filter `image-id`. */
  proveImages(imageIds: readonly string[]): Promise<Ec2Proof>;
  /**
   * What refers to at most 10 images: instances that are not terminated, launch templates to a
   * depth of 10,000 versions, SSM parameters and Image Builder recipes of this account and region.
   */
  describeImageReferences(imageIds: readonly string[]): Promise<Ec2ImageReference[]>;
  /** Account ids, ARNs of organisations and units, `all`: whom the image is shared with. */
  describeLaunchPermissions(imageId: string): Promise<string[]>;
  /** Sent with one attempt, like `createImage`: what an unclear end means is the caller's. */
  deregisterImage(
    imageId: string,
    input: { deleteSnapshots: boolean },
    options: CallOptions,
  ): Promise<DeregisteredImage>;
  /** Sent with one attempt. */
  deleteSnapshot(snapshotId: string, options: CallOptions): Promise<void>;
  /** Sets these tags on every resource, 1,000 a call; other tags stay. */
  createTags(input: {
    resourceIds: readonly string[];
    tags: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Removes these keys, whatever their values or only where they have one, 1,000 resources a call. */
  deleteTags(input: {
    resourceIds: readonly string[];
    keys: readonly string[];
    valued?: string;
  }): Promise<void>;
}

export interface CallOptions {
  /** The caller took the token from the bucket itself, before it claimed its work. */
  tokenTaken?: boolean;
  /** Called after signing, and awaited, right before the bytes leave; throwing means "not sent". */
  beforeSend?: (signedAt: EpochMs) => void | Promise<void>;
}

/** What can be asked of AWS without acting, and what it takes to ask. */
export type DryRunProbe =
  | {
      action:
        | "DescribeRegions"
        | "DescribeInstances"
        | "DescribeVolumes"
        | "DescribeImages"
        | "DescribeSnapshots";
    }
  | { action: "DescribeImageReferences" | "DescribeImageAttribute"; imageId: string }
  | { action: "DeregisterImage"; imageId: string }
  | { action: "CreateImage"; input: CreateImageInput }
  | { action: "DeleteSnapshot"; snapshotId: string }
  | { action: "CreateTags" | "DeleteTags"; imageId: string; key: string }
  | { action: "CreateTags" | "DeleteTags"; instanceId: string; key: string };

/** One of these; asked 200 values a call. */
export type ImageQuery =
  | { imageIds: readonly string[] }
  | { names: readonly string[] }
  /** Images that were made from these: AWS's source-image-id. */
  | { sourceImageIds: readonly string[] }
  | { backupKeys: readonly string[]; ownerTag: string };

export interface PageQuery {
  /** The value of the tag `amivault:owner`; null for all that the account has. */
  ownerTag: string | null;
  nextToken?: string;
}

export interface Ec2InstancePage {
  instances: Ec2Instance[];
  /** Null: there is no more. */
  nextToken: string | null;
}

export interface Ec2ImagePage {
  images: Ec2Image[];
  /** Null: there is no more. */
  nextToken: string | null;
  /** The Date header of this answer; null when it had none. */
  answeredAt: EpochMs | null;
}

export interface Ec2SnapshotPage {
  snapshots: Ec2Snapshot[];
  nextToken: string | null;
  answeredAt: EpochMs | null;
}

export interface Ec2Proof {
  images: Ec2Image[];
  /** AWS's own time of the answer, by its Date header. */
  answeredAt: EpochMs | null;
}

export interface Ec2ImageReference {
  imageId: string;
  /** AWS's own word: `ec2:Instance`, `ec2:LaunchTemplate`, `ssm:Parameter`, … */
  resourceType: string;
  arn: string;
}

export interface DeregisteredImage {
  /** What became of each snapshot, in AWS's word; null: no results came, which is not success. */
  snapshots: Array<{ snapshotId: string; code: string }> | null;
}

export interface Ec2Region {
  region: string;
  enabled: boolean;
}

export interface Ec2Instance {
  instanceId: string;
  name: string;
  tags: Record<string, string>;
  state: InstanceState;
  instanceType: string | null;
  platform: string | null;
  volumeIds: string[];
  rootDeviceType: string | null;
}

export interface Ec2Volume {
  volumeId: string;
  sizeGiB: number;
  volumeType: string | null;
  encrypted: boolean;
}

export interface CreateImageInput {
  instanceId: string;
  name: string;
  description: string;
  noReboot: boolean;
  /** On the image and on its snapshots, in the same call. */
  tags: Record<string, string>;
}

export interface CreatedImage {
  imageId: string;
  awsRequestId: string | null;
}

export interface Ec2Image {
  imageId: string;
  name: string;
  /** AWS's own word: pending, available, invalid, deregistered, transient, failed, error, disabled. */
  state: string;
  stateReason: string | null;
  createdAt: EpochMs | null;
  ownerId: string | null;
  description: string;
  isPublic: boolean;
  sourceInstanceId: string | null;
  sourceImageId: string | null;
  /** AWS's own word, `disabled` among them; null when it said nothing. */
  deregistrationProtection: string | null;
  tags: Record<string, string>;
  snapshots: Ec2ImageSnapshot[];
}

export interface Ec2ImageSnapshot {
  snapshotId: string;
  device: string | null;
  sizeGiB: number | null;
  encrypted: boolean | null;
}

export interface Ec2Snapshot {
  snapshotId: string;
  volumeId: string | null;
  /** AWS's own word: pending, completed, error, recoverable, recovering. */
  state: string;
  stateMessage: string | null;
  progressPercent: number | null;
  sizeGiB: number | null;
  fullSizeBytes: number | null;
  encrypted: boolean | null;
  description: string;
  startedAt: EpochMs | null;
  tags: Record<string, string>;
}
