/** A stretch of time in which a zone keeps one distance from UTC: `from` ≤ instant < `to`. */
export interface Stretch {
  from: number;
  to: number;
  /** Local minus UTC. */
  offsetMs: number;
}

const DAY_MS = 86_400_000;

export function isZone(name: string): boolean {
  try {
    // An offset such as "+02:00" is a zone to Intl, and none to AWS.
    return !/^[+-]/.test(name) && formatter(name) !== undefined;
  } catch {
    return false;
  }
}

const years = new Map<string, Stretch[]>();

/** The stretches of a UTC year, without a gap between them. */
export function stretchesOf({ zone, year }: { zone: string; year: number }): Stretch[] {
  const name = `${zone} ${year}`;
  const known = years.get(name);
  if (known !== undefined) return known;
  const end = Date.UTC(year + 1, 0, 1);
  const stretches: Stretch[] = [];
  let from = Date.UTC(year, 0, 1);
  let offsetMs = offsetAt({ zone, at: from });
  for (let day = from; day < end; day += DAY_MS) {
    // Up to the year's last second: some zones changed in its last hours.
    const at = Math.min(day + DAY_MS, end - 1000);
    const next = offsetAt({ zone, at });
    if (next === offsetMs) continue;
    const change = findChange({ zone, from: day, to: at, offsetMs });
    stretches.push({ from, to: change, offsetMs });
    from = change;
    offsetMs = next;
  }
  stretches.push({ from, to: end, offsetMs });
  years.set(name, stretches);
  return stretches;
}

/** The first second at which the zone is no longer at its old distance. */
function findChange(of: { zone: string; from: number; to: number; offsetMs: number }): number {
  let [from, to] = [of.from / 1000, of.to / 1000];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (offsetAt({ zone: of.zone, at: middle * 1000 }) === of.offsetMs) from = middle;
    else to = middle;
  }
  return to * 1000;
}

function offsetAt({ zone, at }: { zone: string; at: number }): number {
  if (zone === "UTC") return 0;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatter(zone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - at;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(zone, made);
  return made;
}
