import { toZoneText } from "../exact-time.pure";
import { readZoneClock } from "../zone-clock.pure";

export interface ShownRun {
  at: number;
  /** The exclusion window it falls into. */
  skippedBy: string | null;
}

/** Due moments on the wall clock of the schedule's zone. */
export function RunList({ runs, zone }: { runs: readonly ShownRun[]; zone: string }) {
  return (
    <ol className="runs" aria-label="Next runs">
      {runs.map(({ at, skippedBy }) => {
        const clock = readZoneClock({ at, zone });
        return (
          <li key={at}>
            <span className="muted">
              {clock.weekday} {clock.day} {clock.month}
            </span>
            <time dateTime={new Date(at).toISOString()} title={toZoneText({ at, zone })}>
              {skippedBy === null ? clock.time.slice(0, 5) : <s>{clock.time.slice(0, 5)}</s>}
            </time>
            {skippedBy === null ? null : (
              <span className="run-skipped muted hostile">skipped: {skippedBy}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
