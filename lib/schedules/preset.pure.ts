/** The schedules a form offers; every one of them is also a cron text. */
export type SchedulePreset =
  | { readonly kind: "hourly"; readonly minute: number }
  | { readonly kind: "everyNHours"; readonly hours: number; readonly minute: number }
  | { readonly kind: "daily"; readonly hour: number; readonly minute: number }
  | {
      readonly kind: "weekly";
      /** 0 is Sunday; at least one. */
      readonly days: readonly number[];
      readonly hour: number;
      readonly minute: number;
    }
  | {
      readonly kind: "monthly";
      /** A month without a 29th, 30th or 31st is passed over; `last` never is. */
      readonly day: number | "last";
      readonly hour: number;
      readonly minute: number;
    };

/** What the words mean, in settings and wherever a schedule is typed. */
export const SCHEDULE_WORDS = {
  hourly: { kind: "hourly", minute: 0 },
  daily: { kind: "daily", hour: 2, minute: 0 },
  weekly: { kind: "weekly", days: [0], hour: 2, minute: 0 },
  monthly: { kind: "monthly", day: 1, hour: 2, minute: 0 },
} as const satisfies Record<string, SchedulePreset>;

/** Only these are the same time every day: 5 or 7 hours would meet midnight with a shorter gap. */
export const EVEN_HOURS = [2, 3, 4, 6, 8, 12] as const;

/** The preset that a canonical cron text amounts to, so that a form can show it; null for the rest. */
export function findPreset(cronText: string): SchedulePreset | null {
  const [minuteText = "", hourText = "", day = "", month = "", weekday = ""] = cronText.split(" ");
  if (!isNumber(minuteText) || month !== "*") return null;
  const minute = Number(minuteText);
  const everyDay = day === "*" && weekday === "*";
  if (hourText === "*") return everyDay ? { kind: "hourly", minute } : null;
  const hours = EVEN_HOURS.find((even) => hourText === `*/${even}`);
  if (hours !== undefined) return everyDay ? { kind: "everyNHours", hours, minute } : null;
  if (!isNumber(hourText)) return null;
  const hour = Number(hourText);
  if (everyDay) return { kind: "daily", hour, minute };
  if (day === "*") return toWeekly({ weekday, hour, minute });
  if (weekday !== "*") return null;
  if (day === "L") return { kind: "monthly", day: "last", hour, minute };
  return isNumber(day) ? { kind: "monthly", day: Number(day), hour, minute } : null;
}

function toWeekly(input: { weekday: string; hour: number; minute: number }): SchedulePreset | null {
  const { weekday, hour, minute } = input;
  if (!/^[0-6](-[0-6])?(,[0-6](-[0-6])?)*$/.test(weekday)) return null;
  const days = weekday.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
  });
  return { kind: "weekly", days, hour, minute };
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}
