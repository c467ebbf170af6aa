import type { CallCount, CallEntry } from "../core/call-log";
import type { ClockState } from "../core/clock";
import type { FaultRule, NewFault } from "../core/fault-rules";
import type { Denial } from "../core/identity";
import type { InstanceStateName } from "../core/model";
import type { Protection, StoredReferrer } from "../core/referrers";
import type { RegionStatus } from "../core/regions";
import type { Settings } from "../core/settings";
import type { Reboot } from "../core/world";
import type { InvocationOutcome, Source } from "../automation/model";
import type * as Automation from "./automation-views";
import type * as Platform from "./platform-views";
import type * as View from "./views";

export type ReferrerType = StoredReferrer["type"];
type TagsInput = Record<string, string>;
type Instant = number | string;
/** Where to look; everything when left out. */
export interface Place {
  accountId?: string;
  region?: string;
}
interface Page {
  /** Only items whose `seq` is greater. */
  afterSeq?: number;
  limit?: number;
}

export interface ImageQuery extends Place, Page {
  imageId?: string;
  name?: string;
  instanceId?: string;
  tag?: { key: string; value: string };
  /** True: not deregistered and not failed; false: the others. */
  live?: boolean;
}
export interface SnapshotQuery extends Place, Page {
  snapshotId?: string;
  volumeId?: string;
  tag?: { key: string; value: string };
  live?: boolean;
}
export interface CallQuery extends Place, Page {
  service?: string;
  action?: string;
  outcome?: string;
}
export interface InvocationQuery extends Place, Page {
  source?: Source["kind"];
  /** Of the rule or schedule. */
  name?: string;
  functionName?: string;
  outcome?: InvocationOutcome;
}
export interface VolumeInput {
  sizeGib: number;
  type?: string;
  deviceName?: string;
  encrypted?: boolean;
  kmsKeyId?: string;
  deleteOnTermination?: boolean;
  volumeId?: string;
  tags?: TagsInput;
}
export interface NewInstance {
  accountId: string;
  region: string;
  instanceId?: string;
  /** Short for the tag Name. */
  name?: string;
  tags?: TagsInput;
  state?: InstanceStateName;
  instanceType?: string;
  architecture?: "x86_64" | "arm64";
  platform?: "windows";
  imageId?: string;
  keyName?: string;
  availabilityZone?: string;
  launchedAt?: Instant;
  /** One volume of 8 GiB when left out. */
  volumes?: VolumeInput[];
}
export interface HistoryImage {
  name: string;
  createdAt: Instant;
  description?: string;
  tags?: TagsInput;
  snapshotTags?: TagsInput;
  /** Full sizes in bytes, one per volume; a share of the volume when left out. */
  snapshotBytes?: number[];
}
export interface SeedHistory {
  accountId: string;
  region: string;
  instanceId: string;
  /** The tag `amivault:owner` of every image and snapshot; left out, the caller's tags are all. */
  ownerId?: string;
  images: HistoryImage[];
  /** Who is said to have made them. */
  by?: string;
}

interface Verb<Input, Output> {
  input: Input;
  output: Output;
}
type Empty = Record<never, never>;

/** Every verb of the control API, `POST /_control/<verb>` with a JSON object. */
export interface ControlContract {
  health: Verb<Empty, { ok: true; seed: string; now: number }>;
  summary: Verb<Empty, View.SummaryView>;

  createAccount: Verb<
    {
      accountId?: string;
      name?: string;
      subscribed?: boolean;
      regions?: Record<string, RegionStatus>;
    },
    View.AccountView
  >;
  updateAccount: Verb<
    {
      accountId: string;
      name?: string;
      subscribed?: boolean;
      regions?: Record<string, RegionStatus>;
    },
    View.AccountView
  >;
  listAccounts: Verb<Empty, View.AccountView[]>;
  createKey: Verb<{ accountId: string; userName?: string }, View.KeyView>;
  setKeyStatus: Verb<{ accessKeyId: string; status: "Active" | "Inactive" }, View.KeyView>;
  deleteKey: Verb<{ accessKeyId: string }, { deleted: boolean }>;
  createSession: Verb<
    { accountId: string; userName?: string; durationSeconds?: number },
    View.KeyView
  >;
  expireSessions: Verb<{ accountId?: string }, { expired: number }>;
  createRole: Verb<
    {
      accountId: string;
      name: string;
      trusts: string[];
      externalId?: string;
      maxSessionSeconds?: number;
    },
    View.RoleView
  >;
  deleteRole: Verb<{ arn: string }, { deleted: boolean }>;
  deny: Verb<Omit<Denial, "id" | "by"> & { by?: Denial["by"] }, Denial>;
  /** Takes back one denial, or all of them. */
  allow: Verb<{ id?: string }, { removed: number }>;

  createInstance: Verb<NewInstance, View.InstanceView>;
  updateInstance: Verb<
    { instanceId: string; state?: InstanceStateName; tags?: TagsInput; name?: string },
    View.InstanceView
  >;
  removeInstance: Verb<{ instanceId: string }, { removed: boolean }>;
  attachVolume: Verb<{ instanceId: string } & VolumeInput, View.InstanceView>;
  updateVolume: Verb<{ volumeId: string; sizeGib?: number; type?: string }, View.VolumeView>;
  detachVolume: Verb<{ volumeId: string }, View.VolumeView>;
  listInstances: Verb<Place, View.InstanceView[]>;

  time: Verb<Empty, ClockState>;
  /**
   * Through everything due until then, in order; answers when what it invoked has ended, unless
   * `wait` is false. Back in time nothing happens.
   */
  setTime: Verb<{ now: Instant; wait?: boolean }, ClockState>;
  advance: Verb<{ ms: number; wait?: boolean }, ClockState>;
  setClock: Verb<{ mode?: "real" | "manual"; speed?: number }, ClockState>;
  settings: Verb<Empty, Settings>;
  configure: Verb<
    {
      pace?: Partial<Settings["pace"]>;
      limits?: Partial<Settings["limits"]>;
      roleAssumableAfterMs?: number;
      automation?: Partial<Settings["automation"]>;
      skewMs?: number;
    },
    Settings
  >;

  addFault: Verb<NewFault, FaultRule>;
  listFaults: Verb<Empty, FaultRule[]>;
  clearFaults: Verb<{ id?: string }, { removed: number }>;

  images: Verb<ImageQuery, { items: View.ImageView[]; nextAfterSeq: number | null }>;
  snapshots: Verb<SnapshotQuery, { items: View.SnapshotView[]; nextAfterSeq: number | null }>;
  calls: Verb<CallQuery, { items: CallEntry[]; lastSeq: number }>;
  callCounts: Verb<Place & { action?: string }, CallCount[]>;
  clearCalls: Verb<Empty, { cleared: true }>;
  /** Answers when `count` ended calls match, or with what there is after `timeoutMs`. */
  waitForCalls: Verb<
    CallQuery & { count?: number; timeoutMs?: number },
    { items: CallEntry[]; lastSeq: number; timedOut: boolean }
  >;
  reboots: Verb<Place, Reboot[]>;

  rules: Verb<Place, Automation.RuleView[]>;
  schedules: Verb<Place, Automation.ScheduleView[]>;
  functions: Verb<Place, Automation.FunctionView[]>;
  /** Every attempt to run a function, the refused and the dropped included, the oldest first. */
  invocations: Verb<
    InvocationQuery,
    { items: Automation.InvocationView[]; nextAfterSeq: number | null }
  >;

  /** Made through the IAM API. */
  iamRoles: Verb<{ accountId?: string; name?: string }, Platform.IamRoleView[]>;
  logGroups: Verb<Place & { name?: string }, Platform.LogGroupView[]>;
  alarms: Verb<Place & { name?: string }, Platform.AlarmView[]>;

  /** As a person in the console would, behind everybody's back. */
  deleteImage: Verb<{ imageId: string; deleteSnapshots?: boolean; by?: string }, View.ImageView>;
  deleteSnapshot: Verb<{ snapshotId: string; by?: string }, View.SnapshotView>;
  restoreImage: Verb<{ imageId: string }, View.ImageView>;
  /** Completes what is pending, now. */
  finishImages: Verb<Place & { imageId?: string }, { finished: number }>;
  failImage: Verb<
    {
      imageId: string;
      state?: "failed" | "error" | "invalid";
      code?: string;
      message?: string;
      keepsName?: boolean;
    },
    View.ImageView
  >;
  setImageDisabled: Verb<{ imageId: string; disabled: boolean }, View.ImageView>;
  /** Tags of an image, snapshot, instance or volume; null removes one. */
  retag: Verb<{ resourceId: string; tags: Record<string, string | null> }, { tags: TagsInput }>;
  /** One version for each image, the oldest first. */
  createLaunchTemplate: Verb<
    { accountId: string; region: string; name?: string; imageIds: string[] },
    { arn: string; launchTemplateId: string }
  >;
  createLaunchConfiguration: Verb<
    { accountId: string; region: string; name: string; imageId: string; instanceType?: string },
    { arn: string }
  >;
  /** A parameter of Systems Manager or a recipe of Image Builder that names an image. */
  createReferrer: Verb<
    { accountId: string; region: string; type: ReferrerType; name: string; imageId: string },
    { arn: string }
  >;
  /** A launch template, launch configuration, parameter or recipe. */
  removeReferrer: Verb<{ arn: string }, { removed: boolean }>;
  /** Launch permissions, in place of those it had. */
  shareImage: Verb<
    {
      imageId: string;
      userIds?: string[];
      organizationArns?: string[];
      organizationalUnitArns?: string[];
      isPublic?: boolean;
    },
    View.ImageView
  >;
  protectImage: Verb<{ imageId: string; protection?: Protection }, View.ImageView>;
  /** An image over snapshots that other images may use as well. */
  registerImage: Verb<
    {
      accountId: string;
      region: string;
      name: string;
      snapshotIds: string[];
      tags?: TagsInput;
      sourceImageId?: string;
    },
    View.ImageView
  >;
  seedHistory: Verb<SeedHistory, { images: View.ImageView[] }>;

  reset: Verb<
    { seed?: string; world?: "empty" | "sample" },
    { ok: true; seed: string; now: number }
  >;
  export: Verb<Empty, { world: unknown }>;
  import: Verb<{ world: unknown }, { ok: true; seed: string; now: number }>;
}

export type ControlVerb = keyof ControlContract;
