import type { LaunchPermission, Protection } from "./referrers";

/** Tags in insertion order; a Map, so that a key such as `__proto__` is a key like any other. */
export type Tags = Map<string, string>;

export interface Resource {
  id: string;
  seq: number;
  tags: Tags;
  /** What Describe calls still see until `until`, while tags propagate. */
  tagView?: { tags: Tags; until: number } | undefined;
}

export type InstanceStateName =
  | "pending"
  | "running"
  | "stopping"
  | "stopped"
  | "shutting-down"
  | "terminated";

export interface Instance extends Resource {
  state: InstanceStateName;
  imageId: string;
  instanceType: string;
  architecture: "x86_64" | "arm64" | "i386";
  platform?: "windows" | undefined;
  availabilityZone: string;
  launchedAt: number;
  subnetId: string;
  vpcId: string;
  privateIp: string;
  publicIp?: string | undefined;
  keyName?: string | undefined;
  securityGroups: { groupId: string; groupName: string }[];
  instanceProfile?: { arn: string; id: string } | undefined;
  rootDeviceName: string;
  reservationId: string;
}

export interface Volume extends Resource {
  sizeGib: number;
  type: string;
  iops?: number | undefined;
  throughput?: number | undefined;
  encrypted: boolean;
  kmsKeyId?: string | undefined;
  availabilityZone: string;
  createdAt: number;
  snapshotId?: string | undefined;
  attachment?:
    | { instanceId: string; deviceName: string; deleteOnTermination: boolean; at: number }
    | undefined;
}

export interface Failure {
  at: number;
  state: "failed" | "error" | "invalid";
  code: string;
  message: string;
  keepsName: boolean;
}

export interface Snapshot extends Resource {
  volumeId: string;
  sizeGib: number;
  fullSizeBytes: number;
  encrypted: boolean;
  kmsKeyId?: string | undefined;
  description: string;
  startedAt: number;
  readyAt: number;
  visibleAt: number;
  failure?: { at: number; message: string } | undefined;
  createdBy: Origin;
  removed?: Removal | undefined;
}

export interface BlockDevice {
  deviceName: string;
  noDevice?: boolean | undefined;
  virtualName?: string | undefined;
  snapshotId?: string | undefined;
  sizeGib?: number | undefined;
  type?: string | undefined;
  iops?: number | undefined;
  throughput?: number | undefined;
  encrypted?: boolean | undefined;
  deleteOnTermination?: boolean | undefined;
}

export interface Origin {
  by: string;
  accessKeyId?: string | undefined;
  callSeq?: number | undefined;
  /** The effect happened, the caller was never told. */
  replyLost?: boolean | undefined;
}

export interface Removal extends Origin {
  at: number;
  outOfBand: boolean;
  /** Describe calls may show the image until then. */
  visibleUntil?: number | undefined;
}

export interface Image extends Resource {
  name: string;
  description: string;
  sourceInstanceId?: string | undefined;
  sourceImageId?: string | undefined;
  architecture: "x86_64" | "arm64" | "i386";
  platform?: "windows" | undefined;
  rootDeviceName: string;
  devices: BlockDevice[];
  createdAt: number;
  readyAt: number;
  visibleAt: number;
  failure?: Failure | undefined;
  disabled?: boolean | undefined;
  isPublic?: boolean | undefined;
  launchPermissions?: LaunchPermission[] | undefined;
  /** Of deregistration; a cooldown goes on for a day after it was taken away. */
  protection?: { state: Protection; cooldownFrom?: number | undefined } | undefined;
  noReboot: boolean;
  createdBy: Origin;
  removed?: Removal | undefined;
}

export type ImageState =
  | "pending"
  | "available"
  | "invalid"
  | "deregistered"
  | "failed"
  | "error"
  | "disabled";

export function imageState({ image, now }: { image: Image; now: number }): ImageState {
  return image.removed === undefined ? stateBeforeRemoval({ image, now }) : "deregistered";
}

/** What an image that is gone but still shown is shown as. */
export function stateBeforeRemoval(of: { image: Image; now: number }): ImageState {
  const { image, now } = of;
  if (image.failure !== undefined) {
    return now >= image.failure.at ? image.failure.state : "pending";
  }
  if (now < image.readyAt) return "pending";
  return image.disabled === true ? "disabled" : "available";
}

export function snapshotState({ snapshot, now }: { snapshot: Snapshot; now: number }): {
  state: "pending" | "completed" | "error";
  progress: number;
} {
  const { failure, startedAt, readyAt } = snapshot;
  if (failure === undefined && now >= readyAt) return { state: "completed", progress: 100 };
  const at = Math.min(now, failure?.at ?? now);
  const share = Math.max(0, (at - startedAt) / Math.max(1, readyAt - startedAt));
  const progress = Math.min(99, Math.floor(share * 100));
  return { state: failure !== undefined && now >= failure.at ? "error" : "pending", progress };
}

export function visibleTags({ resource, now }: { resource: Resource; now: number }): Tags {
  const view = resource.tagView;
  return view !== undefined && now < view.until ? view.tags : resource.tags;
}
