import { MINUTE_MS } from "../schedules/civil-day.pure";
import { parseCron } from "../schedules/parse-cron.pure";
import type { Cron } from "../schedules/parse-cron.pure";
import { parseTimeZone } from "../schedules/time-zone.pure";
import { toAwsDays } from "./aws-days.pure";
import { toAwsField } from "./aws-field.pure";
import { isAlwaysUtc, toAwsZone } from "./aws-zone.pure";
import type { Conversion } from "./conversion";

/** AWS's own bounds of a flexible window. */
const FLEXIBLE_MINUTES_MAX = 1_440;

/**
 * What AWS is told of a schedule, or why it cannot be told; never throws. The expressions fire at
 * its due moments, but for those that `listOneTimes` adds when the clocks change; a day that both
 * a day of the month and a weekday ask for comes twice, as one and the same moment.
 */
export function convertSchedule(input: {
  /** Five fields. */
  cron: string;
  /** IANA. */
  zone: string;
  spreadMs: number;
  /** False where there is no room for more rules. */
  rulesAllowed: boolean;
}): Conversion {
  const cron = parseCron(input.cron);
  if (!cron.ok) return refuse(cron.problem.message, "Correct the schedule.");
  const zone = parseTimeZone(input.zone);
  if (!zone.ok) return refuse(zone.problem.message, "Choose another time zone.");
  const timezone = toAwsZone(zone.value);
  if (timezone === null) return refuseZone(zone.value);
  const days = toAwsDays(cron.value);
  if (days === null) return refuseDays(cron.value);
  if (days.length === 0) return NEVER;

  const minutes = toAwsField({ values: cron.value.minutes, count: 60 });
  const hours = toAwsField({ values: cron.value.hours, count: 24 });
  const expressions = days.map(
    (part) => `cron(${minutes} ${hours} ${part.days} ${part.months} ${part.weekdays} *)`,
  );
  const flexibleMinutes = toFlexibleMinutes(input.spreadMs);
  if (input.rulesAllowed && flexibleMinutes === null && isAlwaysUtc(timezone)) {
    return { ok: true, by: "rule", expressions };
  }
  return { ok: true, by: "scheduler", expressions, timezone, flexibleMinutes };
}

/** Whole minutes, rounded down: nothing starts after the spread. */
function toFlexibleMinutes(spreadMs: number): number | null {
  const minutes = Math.min(Math.floor(spreadMs / MINUTE_MS), FLEXIBLE_MINUTES_MAX);
  return minutes >= 1 ? minutes : null;
}

function refuseDays({ text }: Cron): Conversion {
  const [minute, hour, day, , weekday] = text.split(" ");
  return refuse(
    `EventBridge takes either days of the month or weekdays. In “${text}” a day must match both “${day}” and “${weekday}”, which it cannot say.`,
    `Choose one of the two, such as ${minute} ${hour} * * ${weekday}, or let AMIVault start the backups of this schedule.`,
  );
}

function refuseZone(zone: string): Conversion {
  return refuse(
    `EventBridge does not know the time zone ${zone}.`,
    "Choose the zone of a place in it, such as America/Los_Angeles.",
  );
}

function refuse(reason: string, suggestion: string): Conversion {
  return { ok: false, reason, suggestion };
}

const NEVER = refuse(
  "No such day comes in the months chosen: the schedule never runs.",
  "Choose a day that these months have; L is the last day of a month.",
);
