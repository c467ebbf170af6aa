import { listWords } from "./list-words.pure";
import type { Cron } from "./parse-cron.pure";
import { timesOfDay } from "./times-of-day.pure";

export interface DescribedTimes {
  /** `clock`: hours of the day, to follow “at”; `rhythm`: stands for itself. */
  readonly kind: "clock" | "rhythm";
  readonly text: string;
}

export function describeTimes(cron: Cron): DescribedTimes {
  const [, hourText = ""] = cron.text.split(" ");
  if (hourText === "*") return { kind: "rhythm", text: everyHour(cron) };
  const hourStep = /^\*\/(\d+)$/.exec(hourText)?.[1];
  if (hourStep !== undefined && 24 % Number(hourStep) === 0 && cron.minutes.length === 1) {
    return { kind: "rhythm", text: `every ${hourStep} hours at ${past(cron.minutes)}` };
  }
  const times = timesOfDay(cron);
  if (times.length <= CLOCK_TIMES_MAX) return { kind: "clock", text: listWords(times.map(clock)) };
  return { kind: "rhythm", text: someHours(cron) };
}

function everyHour(cron: Cron): string {
  const step = evenStep(cron.minutes);
  if (step !== null && cron.minutes[0] === 0) return `every ${step} minutes`;
  return `every hour at ${past(cron.minutes)}`;
}

function someHours(cron: Cron): string {
  const step = evenStep(cron.minutes);
  const first = cron.hours[0] ?? 0;
  const last = cron.hours.at(-1) ?? 0;
  const unbroken = last - first + 1 === cron.hours.length;
  if (unbroken && step !== null && cron.minutes[0] === 0) {
    return `every ${step} minutes from ${clock(first * 60)} to ${clock(last * 60 + 60 - step)}`;
  }
  const hours = listWords(cron.hours.map(hourWord));
  if (step !== null && cron.minutes[0] === 0) return `every ${step} minutes of the hours ${hours}`;
  const minutes = past(cron.minutes);
  if (unbroken) return `at ${minutes} of every hour from ${hourWord(first)} to ${hourWord(last)}`;
  return `at ${minutes} of the hours ${hours}`;
}

/** Minutes that divide the hour evenly, so that the rhythm goes on over it. */
function evenStep(minutes: readonly number[]): number | null {
  if (minutes.length < 2) return null;
  const step = 60 / minutes.length;
  const first = minutes[0] ?? 0;
  return minutes.every((minute, index) => minute === first + index * step) ? step : null;
}

function past(minutes: readonly number[]): string {
  return listWords(minutes.map((minute) => `:${hourWord(minute)}`));
}

function clock(minuteOfDay: number): string {
  return `${hourWord(Math.floor(minuteOfDay / 60))}:${hourWord(minuteOfDay % 60)}`;
}

function hourWord(value: number): string {
  return String(value).padStart(2, "0");
}

const CLOCK_TIMES_MAX = 6;
