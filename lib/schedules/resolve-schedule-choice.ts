import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { ValidationError } from "../errors";
import { newId } from "../ids";
import { requireDefaultSchedule } from "./default-schedule";
import { describeSchedule } from "./describe-schedule.pure";
import { startWindowMs } from "./expected-interval.pure";
import { requireSchedule } from "./schedule-error";
import type { ScheduleRow } from "./schedule-row";
import type { ScheduleSpec } from "./schedule-spec.pure";
import {
  findAutoNamedSchedule,
  findSchedule,
  findScheduleNamed,
  insertSchedule,
} from "./schedules.repo";
import type { InstanceScheduleChoice } from "./schemas";

const NAME_CHARACTERS_MAX = 100;

/**
 * The schedule that a choice means. `default` follows the default schedule when that is edited. A
 * text is shared with instances that were given the same, never with a schedule that somebody
 * named or with the default: editing those must not move an instance whose own time was chosen.
 */
export async function resolveScheduleChoice(
  tx: Tx,
  ctx: Context,
  choice: InstanceScheduleChoice,
): Promise<ScheduleRow> {
  if (choice === "default") return requireDefaultSchedule(tx);
  if (typeof choice === "object" && "scheduleId" in choice) {
    const found = await findSchedule(tx, choice.scheduleId);
    if (found) return found;
    throw new ValidationError("That schedule does not exist.", {
      fields: { scheduleId: ["Choose one of the schedules there are."] },
    });
  }
  const given = typeof choice === "string" ? { schedule: choice } : choice;
  return shareByText(tx, ctx, given);
}

async function shareByText(
  tx: Tx,
  ctx: Context,
  given: { schedule: ScheduleSpec; zone?: string | undefined },
): Promise<ScheduleRow> {
  const zone = given.zone ?? (await requireDefaultSchedule(tx)).zone;
  const { cron, zone: name, preset } = requireSchedule({ spec: given.schedule, zone });
  const shared = await findAutoNamedSchedule(tx, { cron, zone: name });
  if (shared) return shared;
  const now = ctx.runtime.clock.now();
  return insertSchedule(tx, {
    id: newId("sch", now, ctx.runtime.random),
    name: await findFreeName(tx, describeSchedule({ cron, zone: name })),
    cron,
    zone: name,
    preset: preset === null ? null : { ...preset },
    startWindowMs: startWindowMs({ cron }),
    autoNamed: true,
    createdAt: now,
    updatedAt: now,
  });
}

/** The words themselves, with a number where somebody named a schedule so. */
export async function findFreeName(tx: Tx, words: string): Promise<string> {
  const base = words.slice(0, NAME_CHARACTERS_MAX - 5);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base} (${number})`;
    if ((await findScheduleNamed(tx, name)) === null) return name;
  }
}
