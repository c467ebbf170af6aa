import { ValidationError } from "../errors";
import type { ScheduleProblem } from "./schedule-problem.pure";
import { parseSchedule, type ParsedSchedule, type ScheduleSpec } from "./schedule-spec.pure";

/** As `parseSchedule`; what is wrong becomes an error beside the input `schedule` or `zone`. */
export function requireSchedule(input: { spec: ScheduleSpec; zone: string }): ParsedSchedule {
  const schedule = parseSchedule(input);
  if (schedule.ok) return schedule.value;
  const { problem } = schedule;
  throw new ValidationError(problem.message, {
    fields: { [toFieldName({ problem, spec: input.spec })]: [problem.message] },
    suggestion: "Write hourly, daily, weekly, monthly or five cron fields such as 0 2 * * *.",
  });
}

/** Beside the input `zone`. */
export function toZoneError({ message }: ScheduleProblem): ValidationError {
  return new ValidationError(message, { fields: { zone: [message] } });
}

function toFieldName({ problem, spec }: { problem: ScheduleProblem; spec: ScheduleSpec }): string {
  if (problem.field === "timeZone") return "zone";
  const ofPreset = typeof spec === "object" && problem.field in spec;
  return ofPreset ? `schedule.${problem.field}` : "schedule";
}
