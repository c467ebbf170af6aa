import type { ExclusionWindow } from "../schedules/exclusion.pure";
import { windowsOf } from "../schedules/exclusion.pure";
import { DAY, MINUTE } from "../clock";
import type { Conversion, OneTime } from "./conversion";
import { convertSchedule } from "./convert-schedule.pure";
import { listOneTimes } from "./one-times.pure";

/** One-time schedules stand so far ahead: AWS goes on that long without us. */
const AHEAD_MS = 400 * DAY;
/** AWS's precision is a minute, and a first try may fail: so long after its last moment one is left to it. */
export const ONE_TIME_MARGIN_MS = 10 * MINUTE;

interface Told {
  cron: string;
  zone: string;
  spreadMs: number;
}

/** What AWS is told of schedules at one instant: worked out once for all links that say the same. */
export function createTeller(of: { windows: readonly ExclusionWindow[]; now: number }) {
  const conversions = new Map<string, Conversion>();
  const oneTimes = new Map<string, OneTime[]>();
  const exclusions = new Map<string, ReturnType<typeof toExclusions>>();
  return {
    convert({ cron, zone, spreadMs }: Told, rulesAllowed: boolean): Conversion {
      const key = `${cron} ${zone} ${spreadMs} ${rulesAllowed}`;
      return remembered(conversions, key, () =>
        convertSchedule({ cron, zone, spreadMs, rulesAllowed }),
      );
    },
    /** Also those whose moment has come and that AWS may still be about to fire. */
    oneTimes({ cron, zone, spreadMs }: Told): OneTime[] {
      const from = of.now - spreadMs - ONE_TIME_MARGIN_MS;
      return remembered(oneTimes, `${cron} ${zone} ${spreadMs}`, () =>
        listOneTimes({ cron, zone, from, to: of.now + AHEAD_MS }),
      );
    },
    exclusions(scheduleId: string) {
      return remembered(exclusions, scheduleId, () => toExclusions(of.windows, scheduleId));
    },
  };
}

function toExclusions(windows: readonly ExclusionWindow[], scheduleId: string) {
  return windowsOf(windows, scheduleId).map(({ name, cron, zone, startsAt, durationMs }) => ({
    name,
    cron,
    zone,
    startsAt,
    durationMs,
  }));
}

function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}
