import { firstFire, readExpression } from "../scheduling/expression";
import type { Image } from "../core/model";
import type { Automation } from "./automation";
import type { EventRule, Schedule, Timed } from "./model";

/** When something is to be done there next; undefined while nothing is. */
export function nextDueAt(there: Automation): number | undefined {
  let earliest = Infinity;
  for (const rule of there.rules.values()) earliest = Math.min(earliest, nextOfRule(rule));
  for (const schedule of there.schedules.values()) {
    earliest = Math.min(earliest, nextOfSchedule(schedule));
  }
  for (const { at } of there.events) earliest = Math.min(earliest, at);
  for (const { at } of there.queue) earliest = Math.min(earliest, at);
  for (const image of there.unannounced) earliest = Math.min(earliest, changesAt(image));
  return earliest === Infinity ? undefined : earliest;
}

export function nextOfRule(rule: EventRule): number {
  if (rule.state === "DISABLED" || rule.scheduleExpression === undefined) return Infinity;
  return remembered(rule, () =>
    firstFire({
      expression: readExpression(rule.scheduleExpression ?? ""),
      from: rule.firedUntil + 1,
      startAt: rule.createdAt,
    }),
  );
}

export function nextOfSchedule(schedule: Schedule): number {
  if (schedule.state === "DISABLED") return Infinity;
  const next = remembered(schedule, () =>
    firstFire({
      expression: readExpression(schedule.expression),
      timezone: schedule.timezone,
      from: Math.max(schedule.firedUntil + 1, schedule.startAt ?? 0),
      startAt: schedule.startAt ?? schedule.createdAt,
    }),
  );
  return next > (schedule.endAt ?? Infinity) ? Infinity : next;
}

function remembered(timed: Timed, reckon: () => number | undefined): number {
  if (timed.next === undefined) timed.next = reckon() ?? null;
  return timed.next ?? Infinity;
}

/** Whatever was due is done with; what follows is reckoned anew. */
export function moveOn(timed: Timed, until: number): void {
  timed.firedUntil = until;
  timed.next = undefined;
}

/** When the image is available, failed or gone. */
export const changesAt = (image: Image): number =>
  image.removed?.at ?? image.failure?.at ?? image.readyAt;
