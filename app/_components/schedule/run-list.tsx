import { toZoneText } from "../exact-time.pure";
import { readZoneClock } from "../zone-clock.pure";

/** Due moments on the wall clock of the schedule's zone. */
export function RunList({ runs, zone }: { runs: readonly number[]; zone: string }) {
  return (
    <ol className="runs" aria-label="Next runs">
      {runs.map((at) => {
        const clock = readZoneClock({ at, zone });
        return (
          <li key={at}>
            <span className="muted">
              {clock.weekday} {clock.day} {clock.month}
            </span>
            <time dateTime={new Date(at).toISOString()} title={toZoneText({ at, zone })}>
              {clock.time.slice(0, 5)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}
