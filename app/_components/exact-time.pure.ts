import { readZoneClock } from "./zone-clock.pure";

/** "21 Nov 2026, 23:13:05 UTC" */
export function toUtcText(at: number): string {
  return `${dateAndTime({ at, zone: "UTC" })} UTC`;
}

/** The wall clock of a zone with its name, and UTC where that is another. */
export function toZoneText({ at, zone }: { at: number; zone: string }): string {
  return zone === "UTC" ? toUtcText(at) : `${dateAndTime({ at, zone })} ${zone} · ${toUtcText(at)}`;
}

function dateAndTime(input: { at: number; zone: string }): string {
  const clock = readZoneClock(input);
  return `${clock.day} ${clock.month} ${clock.year}, ${clock.time}`;
}

/** As short as it stays clear: today's by its time alone, another year's with the year. */
export function toShortText({ at, now }: { at: number; now: number }): string {
  const zone = "UTC";
  const { day, month, year, time } = readZoneClock({ at, zone });
  const today = readZoneClock({ at: now, zone });
  if (year !== today.year) return `${day} ${month} ${year}, ${time}`;
  return month === today.month && day === today.day ? time : `${day} ${month}, ${time}`;
}
