import { Automation } from "../automation/automation";
import type { Invocation } from "../automation/model";
import { VirtualClock, type ClockOptions } from "./clock";
import type { AccessKey, Account, Denial, Role } from "./identity";
import type { IamRole } from "./managed-role";
import { Ids } from "./ids";
import { Random } from "./random";
import { RegionWorld } from "./region-world";
import { REGIONS, type RegionStatus } from "./regions";
import { defaultSettings, type Settings } from "./settings";

export interface Reboot {
  at: number;
  accountId: string;
  region: string;
  instanceId: string;
  imageId: string;
  by: string;
}

/** One stream of chance for each purpose. */
interface Streams {
  ids: Random;
  requests: Random;
  pace: Random;
  faults: Random;
}

export interface WorldOptions {
  seed: string;
  clock: ClockOptions;
}

/** Everything there is, and the only mutable state of the simulator besides faults and the log. */
export class World {
  readonly seed: string;
  readonly clock: VirtualClock;
  readonly accounts = new Map<string, Account>();
  readonly keys = new Map<string, AccessKey>();
  readonly roles = new Map<string, Role>();
  /** By ARN: roles that were deleted through the IAM API. */
  readonly removedRoles = new Map<string, IamRole[]>();
  readonly denials: Denial[] = [];
  readonly reboots: Reboot[] = [];
  /** What fires by itself, where there is any: by `account/region`. */
  readonly automations = new Map<string, Automation>();
  /** Every attempt to run a function, the oldest first. */
  readonly invocations: Invocation[] = [];
  streams: Streams;
  ids: Ids;
  requestIds: Ids;
  settings: Settings = defaultSettings();
  lastSeq = 0;
  readonly #regions = new Map<string, RegionWorld>();

  constructor({ seed, clock }: WorldOptions) {
    this.seed = seed;
    this.clock = new VirtualClock(clock);
    this.streams = {
      ids: new Random(`${seed}/ids`),
      requests: new Random(`${seed}/requests`),
      pace: new Random(`${seed}/pace`),
      faults: new Random(`${seed}/faults`),
    };
    this.ids = new Ids(this.streams.ids);
    this.requestIds = new Ids(this.streams.requests);
  }

  restoreStreams(streams: Streams): void {
    this.streams = streams;
    this.ids = new Ids(streams.ids);
    this.requestIds = new Ids(streams.requests);
  }

  /** Ground truth of a role that is gone; a name may have been used several times. */
  rememberRole(role: IamRole): void {
    const earlier = this.removedRoles.get(role.arn) ?? [];
    this.removedRoles.set(role.arn, [...earlier, role]);
  }

  now(): number {
    return this.clock.now();
  }

  nextSeq(): number {
    this.lastSeq += 1;
    return this.lastSeq;
  }

  in({ accountId, region }: { accountId: string; region: string }): RegionWorld {
    const name = `${accountId}/${region}`;
    const known = this.#regions.get(name);
    if (known !== undefined) return known;
    const created = new RegionWorld({ accountId, region });
    this.#regions.set(name, created);
    return created;
  }

  automation({ accountId, region }: { accountId: string; region: string }): Automation {
    const name = `${accountId}/${region}`;
    const known = this.automations.get(name);
    if (known !== undefined) return known;
    const created = new Automation({ accountId, region });
    this.automations.set(name, created);
    return created;
  }

  regionWorlds(): RegionWorld[] {
    return [...this.#regions.values()];
  }

  regionStatus({ account, region }: { account: Account; region: string }): RegionStatus {
    return account.regions.get(region) ?? REGIONS.get(region) ?? "not-opted-in";
  }
}
