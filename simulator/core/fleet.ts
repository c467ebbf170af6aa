import type { AccessKey, Account, Role } from "./identity";
import type { Instance, Tags, Volume } from "./model";
import type { RegionWorld } from "./region-world";
import type { RegionStatus } from "./regions";
import type { World } from "./world";

export interface NewAccount {
  accountId?: string | undefined;
  name?: string | undefined;
  subscribed?: boolean | undefined;
  regions?: ReadonlyMap<string, RegionStatus> | undefined;
}

/** An account with one administrator and the administrator's key. */
export function addAccount(of: NewAccount & { world: World }): Account {
  const { world, accountId = newAccountId(world) } = of;
  const account: Account = {
    accountId,
    name: of.name ?? accountId,
    subscribed: of.subscribed ?? true,
    regions: new Map(of.regions),
  };
  world.accounts.set(accountId, account);
  addKey({ world, accountId, userName: "admin" });
  return account;
}

function newAccountId(world: World): string {
  const { ids } = world.streams;
  let accountId = "";
  do accountId = `${1 + ids.int(9)}${ids.chars("0123456789", 11)}`;
  while (world.accounts.has(accountId));
  return accountId;
}

export interface NewKey {
  world: World;
  accountId: string;
  userName: string;
}

export function addKey({ world, accountId, userName }: NewKey): AccessKey {
  const sibling = [...world.keys.values()].find(
    (key) => key.accountId === accountId && key.userName === userName && key.session === undefined,
  );
  const key: AccessKey = {
    accessKeyId: world.ids.accessKeyId("user"),
    secretAccessKey: world.ids.secret(),
    accountId,
    userName,
    userId: sibling?.userId ?? world.ids.principalId("user"),
    status: "Active",
  };
  world.keys.set(key.accessKeyId, key);
  return key;
}

export type NewRole = Omit<Role, "arn" | "roleId"> & { world: World; path?: string | undefined };

export function addRole({ world, path = "/", ...role }: NewRole): Role {
  const arn = `arn:aws:iam::${role.accountId}:role${path}${role.name}`;
  const added: Role = { ...role, arn, roleId: world.ids.principalId("role") };
  world.roles.set(arn, added);
  return added;
}

export interface VolumeSpec {
  volumeId?: string | undefined;
  sizeGib: number;
  type?: string | undefined;
  deviceName?: string | undefined;
  encrypted?: boolean | undefined;
  kmsKeyId?: string | undefined;
  deleteOnTermination?: boolean | undefined;
  tags?: Tags | undefined;
}

export interface InstanceSpec {
  world: World;
  here: RegionWorld;
  instanceId?: string | undefined;
  tags: Tags;
  state?: Instance["state"] | undefined;
  instanceType?: string | undefined;
  architecture?: Instance["architecture"] | undefined;
  platform?: "windows" | undefined;
  imageId?: string | undefined;
  keyName?: string | undefined;
  availabilityZone?: string | undefined;
  launchedAt?: number | undefined;
  volumes: readonly VolumeSpec[];
}

export function addInstance(spec: InstanceSpec): Instance {
  const { world, here } = spec;
  const { ids } = world.streams;
  const instance: Instance = {
    id: spec.instanceId ?? world.ids.resource("i"),
    seq: world.nextSeq(),
    tags: spec.tags,
    state: spec.state ?? "running",
    imageId: spec.imageId ?? world.ids.resource("ami"),
    instanceType: spec.instanceType ?? "t3.medium",
    architecture: spec.architecture ?? "x86_64",
    platform: spec.platform,
    availabilityZone: spec.availabilityZone ?? `${here.region}${ids.pick(["a", "b", "c"])}`,
    launchedAt: spec.launchedAt ?? world.now(),
    subnetId: world.ids.resource("subnet"),
    vpcId: world.ids.resource("vpc"),
    privateIp: `10.${ids.int(256)}.${ids.int(256)}.${1 + ids.int(254)}`,
    keyName: spec.keyName,
    securityGroups: [{ groupId: world.ids.resource("sg"), groupName: "default" }],
    rootDeviceName: spec.platform === "windows" ? "/dev/sda1" : "/dev/xvda",
    reservationId: world.ids.resource("r"),
  };
  here.instances.add(instance);
  spec.volumes.forEach((volume) => attachVolume({ world, here, instance, spec: volume }));
  return instance;
}

export interface ToAttach {
  world: World;
  here: RegionWorld;
  instance: Instance;
  spec: VolumeSpec;
}

export function attachVolume({ world, here, instance, spec }: ToAttach): Volume {
  const attached = here.volumes.lookup({ index: "instance", value: instance.id }).size;
  const isRoot = attached === 0;
  const deviceName = isRoot
    ? instance.rootDeviceName
    : `/dev/sd${"fghijklmnop"[attached - 1] ?? "z"}`;
  const encrypted = spec.encrypted ?? false;
  const kmsKeyId = encrypted
    ? `arn:aws:kms:${here.region}:${here.accountId}:key/${world.requestIds.requestId()}`
    : undefined;
  const type = spec.type ?? "gp3";
  const volume: Volume = {
    id: spec.volumeId ?? world.ids.resource("vol"),
    seq: world.nextSeq(),
    tags: spec.tags ?? new Map(),
    sizeGib: spec.sizeGib,
    type,
    iops: type === "gp3" ? 3000 : undefined,
    throughput: type === "gp3" ? 125 : undefined,
    encrypted,
    kmsKeyId: spec.kmsKeyId ?? kmsKeyId,
    availabilityZone: instance.availabilityZone,
    createdAt: instance.launchedAt,
    attachment: {
      instanceId: instance.id,
      deviceName: spec.deviceName ?? deviceName,
      deleteOnTermination: spec.deleteOnTermination ?? isRoot,
      at: instance.launchedAt,
    },
  };
  here.volumes.add(volume);
  return volume;
}

/** What termination does: volumes go with the instance, or are left unattached. */
export function releaseVolumes({
  here,
  instance,
}: {
  here: RegionWorld;
  instance: Instance;
}): void {
  for (const volume of here.volumes.lookup({ index: "instance", value: instance.id })) {
    if (volume.attachment?.deleteOnTermination === true) here.volumes.remove(volume.id);
    else {
      here.volumes.update(volume, () => {
        volume.attachment = undefined;
      });
    }
  }
}
