import type { BackupDaysDto } from "#lib/instances/dto";

/** How a day looks, and what it is called. */
export const DAY_LOOKS: Readonly<Record<string, { className: string; words: string }>> = {
  o: { className: "heat-ok", words: "available" },
  m: { className: "heat-mixed", words: "some failed or missed" },
  x: { className: "heat-bad", words: "failed or missed" },
  s: { className: "heat-skip", words: "skipped" },
};
export const NO_DAY = "nothing was due";

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
  return `${toDayText(day)}: ${DAY_LOOKS[code]?.words ?? NO_DAY}`;
}

export function toRowName({ instance }: BackupDaysDto): string {
  return instance.name || instance.instanceId;
}
