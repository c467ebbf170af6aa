import { EVEN_HOURS } from "./preset.pure";
import type { SchedulePreset } from "./preset.pure";
import { parsed, refused } from "./schedule-problem.pure";
import type { Parsed, ScheduleField } from "./schedule-problem.pure";

/** The cron text of a preset; values outside their range are refused by name. */
export function toCronText(preset: SchedulePreset): Parsed<string> {
  const minute = whole({ field: "minute", label: "Minute", value: preset.minute, min: 0, max: 59 });
  if (!minute.ok) return minute;
  if (preset.kind === "hourly") return parsed(`${minute.value} * * * *`);
  if (preset.kind === "everyNHours") {
    return everyNHours({ hours: preset.hours, minute: minute.value });
  }
  const hour = whole({ field: "hour", label: "Hour", value: preset.hour, min: 0, max: 23 });
  if (!hour.ok) return hour;
  const time = `${minute.value} ${hour.value}`;
  if (preset.kind === "daily") return parsed(`${time} * * *`);
  if (preset.kind === "weekly") return weekly({ days: preset.days, time });
  return monthly({ day: preset.day, time });
}

function everyNHours({ hours, minute }: { hours: number; minute: number }): Parsed<string> {
  if (hours === 1) return parsed(`${minute} * * * *`);
  if (EVEN_HOURS.some((even) => even === hours)) return parsed(`${minute} */${hours} * * *`);
  const between = Number.isInteger(hours) && hours > 1 && hours < 24;
  const why = between
    ? `Every ${hours} hours does not divide a day: the gap over midnight would be ${24 % hours} h. Choose 1, ${EVEN_HOURS.join(", ")}, or write the cron text ${minute} */${hours} * * * if that is what you want.`
    : `Hours: choose 1, ${EVEN_HOURS.join(", ")}; for once a day choose daily.`;
  return refused({ field: "hours", message: why });
}

function weekly({ days, time }: { days: readonly number[]; time: string }): Parsed<string> {
  if (!Array.isArray(days) || days.length === 0) {
    return refused({ field: "days", message: "Days: choose at least one weekday." });
  }
  for (const value of days) {
    const day = whole({ field: "days", label: "Days", value, min: 0, max: 6 });
    if (!day.ok) return day;
  }
  return parsed(`${time} * * ${days.join(",")}`);
}

function monthly({ day, time }: { day: number | "last"; time: string }): Parsed<string> {
  if (day === "last") return parsed(`${time} L * *`);
  const known = whole({ field: "day", label: "Day of the month", value: day, min: 1, max: 31 });
  return known.ok ? parsed(`${time} ${known.value} * *`) : known;
}

function whole(input: {
  field: ScheduleField;
  label: string;
  value: number;
  min: number;
  max: number;
}): Parsed<number> {
  const { field, label, value, min, max } = input;
  if (Number.isInteger(value) && value >= min && value <= max) return parsed(value);
  return refused({ field, message: `${label}: choose a whole number from ${min} to ${max}.` });
}
