import type { Image } from "../core/model";
import type { BusEvent } from "./events";
import type { EventRule, LambdaFunction, QueuedInvocation, Schedule, ScheduleGroup } from "./model";

/** What fires by itself in one account and region, and the functions it fires. */
export class Automation {
  readonly accountId: string;
  readonly region: string;
  readonly rules = new Map<string, EventRule>();
  readonly groups = new Map<string, ScheduleGroup>();
  /** By `group/name`. */
  readonly schedules = new Map<string, Schedule>();
  readonly functions = new Map<string, LambdaFunction>();
  readonly queue: QueuedInvocation[] = [];
  /** Events on the bus that no rule has seen yet. */
  readonly events: { at: number; event: BusEvent }[] = [];
  /** Images whose state has changed, or will, without an event so far. */
  readonly unannounced = new Set<Image>();

  constructor({ accountId, region }: { accountId: string; region: string }) {
    this.accountId = accountId;
    this.region = region;
  }

  hasPatterns(): boolean {
    for (const rule of this.rules.values()) if (rule.eventPattern !== undefined) return true;
    return false;
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  functionByArn(arn: string): LambdaFunction | undefined {
    const prefix = this.arn("lambda", "function:");
    if (!arn.startsWith(prefix)) return undefined;
    return this.functions.get(arn.slice(prefix.length).replace(/:\$LATEST$/, ""));
  }
}

export const scheduleKey = (of: { group: string; name: string }): string =>
  `${of.group}/${of.name}`;
