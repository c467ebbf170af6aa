import { DAY_MS, HOUR_MS, MINUTE_MS } from "./civil-day.pure";
import { describeSchedule } from "./describe-schedule.pure";
import type { ExclusionWindow } from "./exclusion.pure";
import { segmentAt } from "./zone-offsets.pure";

/** “every Sunday at 22:00 Europe/Berlin, for 8 h”; “once, from 2026-12-24 18:00 Europe/Berlin, for 2 d”. */
export function describeExclusion(window: Omit<ExclusionWindow, "name" | "scheduleId">): string {
  const { cron, zone, startsAt, durationMs } = window;
  const lasts = `for ${describeDuration(durationMs)}`;
  if (cron !== null) return `${describeSchedule({ cron, zone })}, ${lasts}`;
  return `once, from ${toWallText({ at: startsAt ?? 0, zone })} ${zone}, ${lasts}`;
}

/** Days, hours and minutes, without those that are none. */
export function describeDuration(durationMs: number): string {
  const days = Math.floor(durationMs / DAY_MS);
  const hours = Math.floor((durationMs % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS);
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes && `${minutes} min`];
  return parts.filter(Boolean).join(" ");
}

/** `yyyy-mm-dd hh:mm` on the zone's clock. */
export function toWallText({ at, zone }: { at: number; zone: string }): string {
  const localMs = at + segmentAt({ zone, atMs: at }).offsetMs;
  return new Date(localMs).toISOString().slice(0, 16).replace("T", " ");
}
