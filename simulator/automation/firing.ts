import type { Faults } from "../core/faults";
import type { World } from "../core/world";
import type { Automation } from "./automation";
import { imageEvent, rulesFor, scheduledEvent, type BusEvent } from "./events";
import { startInvocation, type Job } from "./invocations";
import type { EventRule, QueuedInvocation, Schedule } from "./model";
import { changesAt, moveOn, nextDueAt, nextOfRule, nextOfSchedule } from "./next-due";
import { windowOffset } from "./flexible-window";
import { fillContext, toPayload, toSecond } from "./transform";
import { scheduleKey } from "./automation";

/** What the firing needs of the simulator; its world may be replaced meanwhile. */
export interface FiringHost {
  readonly world: World;
  readonly faults: Faults;
}

/** What happens by itself at a moment: pure of sockets and timers, somebody else keeps the time. */
export class Firing {
  readonly #host: FiringHost;

  constructor(host: FiringHost) {
    this.#host = host;
  }

  nextDueAt(): number | undefined {
    let earliest = Infinity;
    for (const there of this.#host.world.automations.values()) {
      earliest = Math.min(earliest, nextDueAt(there) ?? Infinity);
    }
    return earliest === Infinity ? undefined : earliest;
  }

  /** Everything due by now, in order, as attempts that are to be run. */
  take(now: number): Job[] {
    const jobs: Job[] = [];
    for (;;) {
      const at = this.nextDueAt();
      if (at === undefined || at > now) return jobs;
      for (const there of this.#host.world.automations.values()) {
        this.#fireRules({ there, at });
        this.#fireSchedules({ there, at });
        this.#announceImages({ there, at });
        this.#publish({ there, at });
        jobs.push(...this.#start({ there, at }));
      }
    }
  }

  #publish({ there, at }: { there: Automation; at: number }): void {
    for (const { event } of there.events.splice(0)) {
      for (const rule of rulesFor({ there, event })) this.#fireRule({ there, rule, event, at });
    }
  }

  #fireRules({ there, at }: { there: Automation; at: number }): void {
    const { world } = this.#host;
    for (const rule of there.rules.values()) {
      if (nextOfRule(rule) > at) continue;
      moveOn(rule, at);
      this.#fireRule({ there, rule, at, event: scheduledEvent({ world, there, at, rule }) });
    }
  }

  #fireRule(of: { there: Automation; rule: EventRule; event: BusEvent; at: number }): void {
    const { there, rule, event, at } = of;
    for (const target of rule.targets) {
      this.#ask({
        requestId: this.#host.world.requestIds.requestId(),
        accountId: there.accountId,
        region: there.region,
        functionArn: target.arn,
        source: { kind: "rule", name: rule.name, arn: rule.arn },
        payload: toPayload({ target, event, ruleArn: rule.arn, ruleName: rule.name }),
        dueAt: at,
        at,
        attempt: 1,
        faults: [],
      });
    }
  }

  #fireSchedules({ there, at }: { there: Automation; at: number }): void {
    for (const schedule of there.schedules.values()) {
      if (nextOfSchedule(schedule) > at) continue;
      moveOn(schedule, at);
      this.#fireSchedule({ there, schedule, at });
      const isOver = nextOfSchedule(schedule) === Infinity;
      if (isOver && schedule.afterCompletion === "DELETE") {
        there.schedules.delete(scheduleKey(schedule));
      }
    }
  }

  #fireSchedule(of: { there: Automation; schedule: Schedule; at: number }): void {
    const { there, schedule, at } = of;
    const { world } = this.#host;
    const executionId = world.requestIds.requestId();
    const { target } = schedule;
    const input =
      target.input ??
      JSON.stringify({
        version: "0",
        id: executionId,
        "detail-type": "Scheduled Event",
        source: "aws.scheduler",
        account: there.accountId,
        time: toSecond(at),
        region: there.region,
        resources: [schedule.arn],
        detail: "{}",
      });
    this.#ask({
      requestId: world.requestIds.requestId(),
      accountId: there.accountId,
      region: there.region,
      functionArn: target.arn,
      source: {
        kind: "schedule",
        name: schedule.name,
        arn: schedule.arn,
        roleArn: target.roleArn,
      },
      payload: fillContext({
        input,
        scheduledAt: at,
        scheduleArn: schedule.arn,
        executionId,
        attempt: 1,
      }),
      dueAt: at,
      at: at + windowOffset({ seed: world.seed, schedule, at }),
      attempt: 1,
      faults: [],
    });
  }

  /** Best effort, as AWS says: a share of the events is lost. */
  #announceImages({ there, at }: { there: Automation; at: number }): void {
    const { world } = this.#host;
    for (const image of there.unannounced) {
      if (changesAt(image) > at) continue;
      there.unannounced.delete(image);
      const { imageEventLoss } = world.settings.automation;
      if (imageEventLoss > 0 && world.streams.faults.next() < imageEventLoss) continue;
      there.events.push({ at, event: imageEvent({ world, there, at, image }) });
    }
  }

  /** What the faults make of an invocation before anybody has begun it. */
  #ask(wanted: QueuedInvocation): void {
    const { world, faults } = this.#host;
    const there = world.automation(wanted);
    const verdict = faults.judgeFiring({
      accountId: wanted.accountId,
      region: wanted.region,
      service: wanted.source.kind === "schedule" ? "scheduler" : "events",
      action: "Fire",
      shown: (name) => shownOf({ wanted, name }),
    });
    const asked = { ...wanted, at: wanted.at + verdict.lateMs, faults: verdict.kinds };
    there.queue.push(asked);
    if (verdict.againAfterMs === undefined || verdict.dropped) return;
    there.queue.push({
      ...asked,
      requestId: world.requestIds.requestId(),
      at: asked.at + verdict.againAfterMs,
    });
  }

  #start({ there, at }: { there: Automation; at: number }): Job[] {
    const { world } = this.#host;
    const due = there.queue.filter((one) => one.at <= at);
    if (due.length === 0) return [];
    there.queue.splice(0, there.queue.length, ...there.queue.filter((one) => one.at > at));
    return due.flatMap((queued) => startInvocation({ world, there, queued }) ?? []);
  }
}

function shownOf({ wanted, name }: { wanted: QueuedInvocation; name: string }): string {
  if (name === "name") return wanted.source.name;
  if (name === "source") return wanted.source.kind;
  return name === "function" ? (wanted.functionArn.split(":").at(-1) ?? "") : "";
}
