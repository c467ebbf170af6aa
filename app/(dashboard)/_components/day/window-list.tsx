"use client";

import type { UpcomingRunsDto } from "#lib/schedules/dto";
import { Link } from "../../../_components/link";
import { toClock } from "./day-words.pure";
import { useZone } from "./use-zone";

const SHOWN = 3;

/** The times in which nothing starts, by name. */
export function WindowList({ windows }: Pick<UpcomingRunsDto, "windows">) {
  const zone = useZone();
  if (windows.length === 0) return null;
  return (
    <p className="day-windows">
      <i className="day-window-key" aria-hidden="true" /> Nothing starts:{" "}
      {windows.slice(0, SHOWN).map((window, index) => (
        <span key={`${window.name} ${window.startsAt}`}>
          {index === 0 ? "" : "; "}
          {toClock(window.startsAt, zone)} to {toClock(window.endsAt, zone)}{" "}
          <span className="hostile" dir="auto">
            ({window.name}
            {window.scheduleId === null ? "" : ", one schedule"})
          </span>
        </span>
      ))}
      {windows.length > SHOWN ? (
        <>
          {" "}
          and <Link href="/schedules">{windows.length - SHOWN} more</Link>
        </>
      ) : null}
    </p>
  );
}
