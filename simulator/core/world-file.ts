import { readAutomation, writeAutomation, type AutomationFile } from "../automation/file";
import type { Invocation } from "../automation/model";
import { noCloudwatch, type CloudwatchState } from "../cloudwatch/alarm";
import { noLogs, type LogsState } from "../logs/model";
import type { BucketState } from "./buckets";
import type { CallCount, CallEntry } from "./call-log";
import type { ClockState } from "./clock";
import type { FaultRule } from "./fault-rules";
import type { AccessKey, Account, Denial, Role } from "./identity";
import type { IamRole } from "./managed-role";
import type { Image, Instance, Snapshot, Volume } from "./model";
import { Random } from "./random";
import { noReferrers, type Referrers } from "./referrers";
import type { Settings } from "./settings";
import type { Simulator } from "./simulator";
import { World, type Reboot } from "./world";

interface RegionFile {
  accountId: string;
  region: string;
  instances: Instance[];
  volumes: Volume[];
  images: Image[];
  removedImages: Image[];
  snapshots: Snapshot[];
  removedSnapshots: Snapshot[];
  /** Left out in files from before there were any. */
  referrers?: Referrers | undefined;
  logs?: LogsState | undefined;
  cloudwatch?: CloudwatchState | undefined;
}

/** The whole world as plain JSON, but for Maps, which `encode` turns into tagged lists. */
interface WorldFile {
  version: 1;
  seed: string;
  lastSeq: number;
  clock: ClockState;
  streams: Record<keyof World["streams"], [number, number, number, number]>;
  settings: Settings;
  accounts: Account[];
  keys: AccessKey[];
  roles: Role[];
  /** Left out in files from before there were any. */
  removedRoles?: IamRole[] | undefined;
  denials: Denial[];
  reboots: Reboot[];
  regions: RegionFile[];
  /** Left out in files from before there were any. */
  automations?: AutomationFile[] | undefined;
  invocations?: Invocation[] | undefined;
  faults: FaultRule[];
  buckets: BucketState[];
  calls: { entries: CallEntry[]; counts: CallCount[]; lastSeq: number };
}

/** Calls beyond the last thousand are kept as counts only. */
const CALLS_KEPT = 1000;
const INVOCATIONS_KEPT = 10_000;

export const exportWorld = (simulator: Simulator): unknown => JSON.parse(writeWorld(simulator));

/** The world as JSON text. */
export function writeWorld(simulator: Simulator): string {
  const { world } = simulator;
  const file: WorldFile = {
    version: 1,
    seed: world.seed,
    lastSeq: world.lastSeq,
    clock: world.clock.state(),
    streams: {
      ids: world.streams.ids.state(),
      requests: world.streams.requests.state(),
      pace: world.streams.pace.state(),
      faults: world.streams.faults.state(),
    },
    settings: world.settings,
    accounts: [...world.accounts.values()],
    keys: [...world.keys.values()],
    roles: [...world.roles.values()],
    removedRoles: [...world.removedRoles.values()].flat(),
    denials: world.denials,
    reboots: world.reboots,
    regions: world.regionWorlds().map((here) => ({
      accountId: here.accountId,
      region: here.region,
      instances: [...here.instances.values()],
      volumes: [...here.volumes.values()],
      images: [...here.images.values()],
      removedImages: [...here.removedImages.values()],
      snapshots: [...here.snapshots.values()],
      removedSnapshots: [...here.removedSnapshots.values()],
      referrers: here.referrers,
      logs: here.logs,
      cloudwatch: here.cloudwatch,
    })),
    automations: [...world.automations.values()].map(writeAutomation),
    invocations: world.invocations.slice(-INVOCATIONS_KEPT),
    faults: simulator.faults.list(),
    buckets: simulator.buckets.state(),
    calls: {
      entries: simulator.calls.entries().slice(-CALLS_KEPT),
      counts: simulator.calls.counts(),
      lastSeq: simulator.calls.lastSeq,
    },
  };
  return JSON.stringify(file, encode);
}

export function importWorld(of: {
  simulator: Simulator;
  file: unknown;
  realNow: () => number;
}): void {
  const file = decodeFile(of.file);
  const world = new World({ seed: file.seed, clock: { realNow: of.realNow } });
  world.clock.restore(file.clock);
  world.restoreStreams({
    ids: new Random(file.streams.ids),
    requests: new Random(file.streams.requests),
    pace: new Random(file.streams.pace),
    faults: new Random(file.streams.faults),
  });
  world.settings = { ...world.settings, ...file.settings };
  world.lastSeq = file.lastSeq;
  for (const account of file.accounts) world.accounts.set(account.accountId, account);
  for (const key of file.keys) world.keys.set(key.accessKeyId, key);
  for (const role of file.roles) world.roles.set(role.arn, role);
  for (const role of file.removedRoles ?? []) world.rememberRole(role);
  world.denials.push(...file.denials);
  world.reboots.push(...file.reboots);
  for (const region of file.regions) fillRegion({ world, region });
  for (const automation of file.automations ?? []) readAutomation({ world, automation });
  world.invocations.push(...(file.invocations ?? []));
  of.simulator.replaceWorld(world);
  of.simulator.faults.restore(file.faults);
  of.simulator.buckets.restore(file.buckets);
  of.simulator.calls.restore(file.calls);
}

function fillRegion({ world, region }: { world: World; region: RegionFile }): void {
  const here = world.in(region);
  here.referrers = region.referrers ?? noReferrers();
  here.logs = region.logs ?? noLogs();
  here.cloudwatch = region.cloudwatch ?? noCloudwatch();
  for (const instance of region.instances) here.instances.add(instance);
  for (const volume of region.volumes) here.volumes.add(volume);
  for (const snapshot of region.snapshots) here.addSnapshot(snapshot);
  for (const snapshot of region.removedSnapshots) here.removedSnapshots.set(snapshot.id, snapshot);
  for (const image of region.images) {
    here.images.add(image);
    if (image.removed !== undefined) here.lingering.add(image);
  }
  for (const image of region.removedImages) here.removedImages.set(image.id, image);
}

const MAP = "$map";

function encode(_key: string, value: unknown): unknown {
  return value instanceof Map ? { [MAP]: [...value] } : value;
}

/** Written by `exportWorld` of this version; anything else is refused. */
function decodeFile(file: unknown): WorldFile {
  const decoded = JSON.parse(JSON.stringify(file), (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, MAP)) return value;
    return new Map(Reflect.get(value, MAP) as [unknown, unknown][]);
  }) as WorldFile;
  if (decoded.version !== 1) throw new Error("this is not a world this simulator can read");
  return decoded;
}
