import { parseSchedule } from "#lib/schedules/schedule-spec.pure";
import type { ScheduleSpecInput } from "#lib/schedules/schemas";
import { toDraft, toSpec } from "./schedule-draft.pure";
import type { ScheduleDraft } from "./schedule-draft.pure";

/** A schedule that exists and can be followed by name. */
export interface NamedSchedule {
  id: string;
  name: string;
  words: string;
  cron: string;
  zone: string;
  isDefault: boolean;
}

export type ChoiceMode = "default" | "named" | "own";

/** One of an instance's schedules while it is edited. */
export interface ScheduleChoice {
  key: number;
  mode: ChoiceMode;
  scheduleId: string;
  own: ScheduleDraft;
}

/** What the verb is told. */
export type ChosenSchedule =
  | "default"
  | { scheduleId: string }
  | { schedule: ScheduleSpecInput; zone: string };

export function newChoice(input: {
  key: number;
  mode: ChoiceMode;
  named: readonly NamedSchedule[];
}): ScheduleChoice {
  const standard = input.named.find((schedule) => schedule.isDefault);
  return {
    key: input.key,
    mode: input.mode,
    scheduleId: othersOf(input.named)[0]?.id ?? "",
    own: toDraft(standard ?? { cron: "0 2 * * *", zone: "UTC" }),
  };
}

/** The choice that shows a schedule an instance follows already. */
export function toChoice(input: {
  key: number;
  current: { scheduleId: string; cron: string; zone: string };
  named: readonly NamedSchedule[];
}): ScheduleChoice {
  const { current, named } = input;
  const known = named.find((schedule) => schedule.id === current.scheduleId);
  const mode = known === undefined ? "own" : known.isDefault ? "default" : "named";
  const choice = newChoice({ key: input.key, mode, named });
  return {
    ...choice,
    scheduleId: mode === "named" ? current.scheduleId : choice.scheduleId,
    own: toDraft(current),
  };
}

export function toChosen(choice: ScheduleChoice): ChosenSchedule {
  if (choice.mode === "default") return "default";
  if (choice.mode === "named") return { scheduleId: choice.scheduleId };
  return toOwn(choice.own);
}

export function toOwn(draft: ScheduleDraft): { schedule: ScheduleSpecInput; zone: string } {
  const spec = toSpec(draft);
  if (typeof spec === "object" && spec.kind === "weekly") {
    return { schedule: { ...spec, days: [...spec.days] }, zone: draft.zone };
  }
  return { schedule: spec, zone: draft.zone };
}

export function isSound(choice: ScheduleChoice): boolean {
  if (choice.mode !== "own") return true;
  return parseSchedule({ spec: toSpec(choice.own), zone: choice.own.zone }).ok;
}

/** What can be followed by name beside the default. */
export function othersOf(named: readonly NamedSchedule[]): readonly NamedSchedule[] {
  return named.filter((schedule) => !schedule.isDefault);
}
