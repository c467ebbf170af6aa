import type { InstanceStateName, ImageState } from "../core/model";
import type { RegionStatus } from "../core/regions";

/** What the control API tells. Instants are epoch milliseconds of virtual time. */
export interface KeyView {
  accessKeyId: string;
  secretAccessKey: string;
  accountId: string;
  userName: string;
  status: "Active" | "Inactive";
  sessionToken?: string | undefined;
  expiresAt?: number | undefined;
}

export interface RoleView {
  arn: string;
  accountId: string;
  name: string;
  trusts: string[];
  externalId?: string | undefined;
  maxSessionSeconds: number;
}

export interface AccountView {
  accountId: string;
  name: string;
  subscribed: boolean;
  regions: Record<string, RegionStatus>;
  /** Keys of users; the first is the administrator's. */
  keys: KeyView[];
  roles: RoleView[];
}

export interface VolumeView {
  volumeId: string;
  deviceName?: string | undefined;
  sizeGib: number;
  type: string;
  encrypted: boolean;
}

export interface InstanceView {
  instanceId: string;
  accountId: string;
  region: string;
  name?: string | undefined;
  state: InstanceStateName;
  instanceType: string;
  tags: Record<string, string>;
  volumes: VolumeView[];
}

export interface OriginView {
  by: string;
  accessKeyId?: string | undefined;
  callSeq?: number | undefined;
  replyLost: boolean;
}

export interface RemovalView extends OriginView {
  at: number;
  outOfBand: boolean;
}

export interface ImageView {
  imageId: string;
  seq: number;
  accountId: string;
  region: string;
  name: string;
  description: string;
  state: ImageState;
  stateReason?: { code: string; message: string } | undefined;
  tags: Record<string, string>;
  sourceInstanceId?: string | undefined;
  sourceImageId?: string | undefined;
  deregistrationProtection: string;
  noReboot: boolean;
  createdAt: number;
  readyAt: number;
  visibleAt: number;
  snapshotIds: string[];
  created: OriginView;
  removed?: RemovalView | undefined;
}

export interface SnapshotView {
  snapshotId: string;
  seq: number;
  accountId: string;
  region: string;
  volumeId: string;
  sizeGib: number;
  fullSizeBytes: number;
  encrypted: boolean;
  description: string;
  state: "pending" | "completed" | "error" | "deleted";
  progress: number;
  stateMessage?: string | undefined;
  tags: Record<string, string>;
  startedAt: number;
  readyAt: number;
  /** Images, not deregistered, that use it. */
  usedBy: string[];
  created: OriginView;
  removed?: RemovalView | undefined;
}

export interface SummaryView {
  now: number;
  accounts: number;
  instances: number;
  images: Record<ImageState, number>;
  snapshots: { live: number; deleted: number; orphaned: number };
  reboots: number;
  calls: number;
  /** Images whose creation or removal their caller was not told of. */
  lostReplies: number;
}
