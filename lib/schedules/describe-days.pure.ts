import { listWords } from "./list-words.pure";
import type { Cron } from "./parse-cron.pure";

/** On which days, to stand before “at 02:00” or after “every hour”; null when on all of them. */
export function describeDays(cron: Cron): string | null {
  const [, , dayText = "", monthText = "", weekdayText = ""] = cron.text.split(" ");
  const months = monthText === "*" ? null : listWords(bits(cron.monthMask).map(monthName));
  const inMonths = months === null ? "" : ` in ${months}`;
  const ofMonths = months === null ? "of every month" : `of ${months}`;
  if (dayText === "*" && weekdayText === "*") {
    return months === null ? null : `every day${inMonths}`;
  }
  if (dayText === "*") return `${everyWeekday(cron)}${inMonths}`;
  const monthDays = `${dayPhrase({ cron, dayText })} ${ofMonths}`;
  const onDays = `on ${monthDays}${passedOver({ cron, monthText })}`;
  if (weekdayText === "*") return onDays;
  if (cron.eitherDay) return `${onDays} and also ${everyWeekday(cron)}${inMonths}`;
  return `${everyWeekday(cron)} that falls on ${monthDays}`;
}

function everyWeekday(cron: Cron): string {
  const days = bits(cron.weekdayMask);
  if (days.join("") === "12345") return "every weekday (Monday to Friday)";
  return `every ${listWords(days.map(weekdayName))}`;
}

function dayPhrase({ cron, dayText }: { cron: Cron; dayText: string }): string {
  const step = /^\*\/(\d+)$/.exec(dayText)?.[1];
  if (step !== undefined) return `every ${ordinal(Number(step))} day (counted from the 1st)`;
  const runs = toRuns(bits(cron.dayMask)).map(([from, to]) =>
    from === to ? ordinal(from) : `${ordinal(from)} to ${ordinal(to)}`,
  );
  return `the ${listWords(cron.lastDay ? [...runs, "last day"] : runs)}`;
}

// Days that some of the months do not have are passed over there, which surprises people.
function passedOver({ cron, monthText }: { cron: Cron; monthText: string }): string {
  const days = bits(cron.dayMask);
  const first = days[0] ?? 0;
  if (cron.lastDay || first < 29) return "";
  const months = bits(cron.monthMask);
  const short = months.some(
    (month) => first > (month === 2 ? 28 : THIRTY.includes(month) ? 30 : 31),
  );
  if (!short) return "";
  return monthText === "2" ? " in leap years" : " that has it";
}

function toRuns(values: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const value of values) {
    const open = runs.at(-1);
    if (open !== undefined && open[1] === value - 1) open[1] = value;
    else runs.push([value, value]);
  }
  return runs.flatMap(([from, to]): [number, number][] =>
    to - from === 1
      ? [
          [from, from],
          [to, to],
        ]
      : [[from, to]],
  );
}

function bits(mask: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (mask >>> bit) & 1);
}

function ordinal(day: number): string {
  const teen = day >= 11 && day <= 13;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${suffix}`;
}

function monthName(month: number): string {
  return MONTH_NAMES[month - 1] ?? "";
}

function weekdayName(weekday: number): string {
  return WEEKDAY_NAMES[weekday] ?? "";
}

const THIRTY = [4, 6, 9, 11];

const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const WEEKDAY_NAMES = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
];
