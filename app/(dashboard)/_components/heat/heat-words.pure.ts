import type { BackupDaysDto } from "#lib/instances/dto";

/** What a day's code is called; how it looks is in day-shapes.pure.ts. */
export const DAY_WORDS: Readonly<Record<string, string>> = {
  o: "available",
  m: "some failed or missed",
  x: "failed or missed",
  s: "skipped",
  "-": "nothing was due",
  "?": "not loaded yet",
};
/** A row that has not been loaded has these days. */
export const UNKNOWN_DAY = "?";
/** Of a day without a backup to lead to. */
export const NO_DAY = "-";

const DAY_MS = 86_400_000;
const DAY_TEXT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** `yyyy-mm-dd`, from the first day on. */
export function listDaysFrom(fromDay: string, count: number): string[] {
  const first = Date.parse(`${fromDay}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}

const dayTexts = new Map<string, string>();

/** "5 Nov"; written once for each of the few days, since thousands of cells ask. */
export function toDayText(day: string): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = DAY_TEXT.format(new Date(`${day}T00:00:00Z`));
  dayTexts.set(day, text);
  return text;
}

/** That day's backups of an instance. */
export function toDayHref(instanceRef: string, day: string): string {
  const to = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString();
  return `/backups?instance=${instanceRef}&from=${day}T00:00:00Z&to=${to}`;
}

/** "5 Nov: failed or missed" */
export function toCellText(day: string, code: string): string {
  return `${toDayText(day)}: ${DAY_WORDS[code] ?? DAY_WORDS[NO_DAY]}`;
}

export function toRowName({ instance }: BackupDaysDto): string {
  return instance.name || instance.instanceId;
}
