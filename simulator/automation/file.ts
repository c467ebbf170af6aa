import type { World } from "../core/world";
import { scheduleKey, type Automation } from "./automation";
import type { BusEvent } from "./events";
import type { EventRule, LambdaFunction, QueuedInvocation, Schedule, ScheduleGroup } from "./model";
import { changesAt, moveOn } from "./next-due";

/** What fires by itself in one account and region, as plain JSON but for Maps. */
export interface AutomationFile {
  accountId: string;
  region: string;
  rules: EventRule[];
  groups: ScheduleGroup[];
  schedules: Schedule[];
  functions: LambdaFunction[];
  queue: QueuedInvocation[];
  events: { at: number; event: BusEvent }[];
}

export const writeAutomation = (there: Automation): AutomationFile => ({
  accountId: there.accountId,
  region: there.region,
  rules: [...there.rules.values()],
  groups: [...there.groups.values()],
  schedules: [...there.schedules.values()],
  functions: [...there.functions.values()],
  queue: there.queue,
  events: there.events,
});

/** A clock that ran on while nobody was there: what was due meanwhile is not made up for. */
export function readAutomation(of: { world: World; automation: AutomationFile }): void {
  const { world, automation } = of;
  const now = world.now();
  const there = world.automation(automation);
  for (const rule of automation.rules) there.rules.set(rule.name, rule);
  for (const group of automation.groups) there.groups.set(group.name, group);
  for (const schedule of automation.schedules) there.schedules.set(scheduleKey(schedule), schedule);
  for (const fn of automation.functions) there.functions.set(fn.name, fn);
  there.queue.push(...automation.queue);
  there.events.push(...automation.events);
  if (world.clock.speed > 0) {
    for (const timed of [...there.rules.values(), ...there.schedules.values()]) {
      if (timed.firedUntil < now) moveOn(timed, now);
    }
  }
  for (const image of world.in(automation).images.values()) {
    if (image.removed === undefined && changesAt(image) > now) there.unannounced.add(image);
  }
}
