import { ValidationError } from "../errors";
import { requireSchedule, toZoneError } from "./schedule-error";
import type { ScheduleSpec } from "./schedule-spec.pure";
import { parseTimeZone } from "./time-zone.pure";
import { fromWallClock } from "./wall-clock.pure";

export interface ExclusionTiming {
  cron: string | null;
  zone: string;
  startsAt: number | null;
}

const START_MIN = Date.UTC(2000, 0, 1);
const START_MAX = Date.UTC(2100, 0, 1);

/** When a window begins: once, by an instant or by the zone's clock, or again and again. */
export function requireExclusionTiming(input: {
  startsAt: string | undefined;
  schedule: ScheduleSpec | undefined;
  zone: string;
}): ExclusionTiming {
  const { startsAt, schedule, zone } = input;
  if (schedule !== undefined) {
    const { cron, zone: name } = requireSchedule({ spec: schedule, zone });
    return { cron, zone: name, startsAt: null };
  }
  const name = parseTimeZone(zone);
  if (!name.ok) throw toZoneError(name.problem);
  return { cron: null, zone: name.value, startsAt: toInstant(startsAt ?? "", name.value) };
}

function toInstant(text: string, zone: string): number {
  const isLocal = !/(Z|[+-]\d\d:?\d\d)$/.test(text);
  const readMs = Date.parse(isLocal ? `${text}Z` : text);
  const at = isLocal && isSane(readMs) ? fromWallClock({ localMs: readMs, zone }) : readMs;
  if (isSane(at)) return at;
  const message = "Choose a time from 2000 to 2099.";
  throw new ValidationError(message, { fields: { startsAt: [message] } });
}

/** Not NaN either. */
function isSane(at: number): boolean {
  return at >= START_MIN && at < START_MAX;
}
