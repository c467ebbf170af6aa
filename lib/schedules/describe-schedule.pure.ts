import { describeDays } from "./describe-days.pure";
import { describeTimes } from "./describe-times.pure";
import { parseCron } from "./parse-cron.pure";
import type { Schedule } from "./schedule-spec.pure";

/** The schedule as a person would say it: “every day at 02:00 Europe/Berlin”. */
export function describeSchedule({ cron, zone }: Schedule): string {
  return `${describeCron(cron)} ${zone}`;
}

/** A fleet has few rhythms and many instances: a list says the same words fifty times. */
const KNOWN_MAX = 500;
const known = new Map<string, string>();

/** The same without the zone; text that is no cron comes back as it is. */
export function describeCron(text: string): string {
  const words = known.get(text) ?? toWords(text);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(text, words);
  return words;
}

function toWords(text: string): string {
  const cron = parseCron(text);
  if (!cron.ok) return text;
  const times = describeTimes(cron.value);
  const days = describeDays(cron.value);
  if (times.kind === "clock") return `${days ?? "every day"} at ${times.text}`;
  return days === null ? times.text : `${times.text}, ${days}`;
}
