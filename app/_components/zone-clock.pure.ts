export interface ZoneClock {
  weekday: string;
  day: number;
  month: string;
  year: number;
  /** "02:00:00" */
  time: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The wall clock of a zone. Only numbers come from the engine, so server and browser agree. */
export function readZoneClock({ at, zone }: { at: number; zone: string }): ZoneClock {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const two = (type: Intl.DateTimeFormatPartTypes) => String(parts.get(type)).padStart(2, "0");
  return {
    weekday: parts.get("weekday") ?? "",
    day: number("day"),
    month: MONTHS[number("month") - 1] ?? "",
    year: number("year"),
    time: `${two("hour")}:${two("minute")}:${two("second")}`,
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}

const formats = new Map<string, Intl.DateTimeFormat>();
