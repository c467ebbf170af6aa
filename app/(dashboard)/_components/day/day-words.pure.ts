import type { UpcomingRunsDto } from "#lib/schedules/dto";
import { readZoneClock } from "../../../_components/zone-clock.pure";

type Slot = UpcomingRunsDto["slots"][number];

const HOUR_MS = 3_600_000;

/** "02:30" in a zone. */
export function toClock(at: string | number, zone: string): string {
  return readZoneClock({ at: new Date(at).getTime(), zone }).time.slice(0, "02:30".length);
}

/** "38 starts", "1 start, 2 skipped" */
export function toRunsText({ starts, skipped }: { starts: number; skipped: number }): string {
  const started = `${starts} ${starts === 1 ? "start" : "starts"}`;
  if (skipped === 0) return started;
  return starts === 0 ? `${skipped} skipped` : `${started}, ${skipped} skipped`;
}

/** "02:00 to 02:30: 38 starts" */
export function toSlotText(slot: Slot, slotMinutes: number, zone: string): string {
  const end = Date.parse(slot.at) + slotMinutes * 60_000;
  return `${toClock(slot.at, zone)} to ${toClock(end, zone)}: ${toRunsText(slot)}`;
}

/** The whole hours to write under the slots, every third of the zone's day. */
export function listMarks(
  slots: readonly Slot[],
  zone: string,
): Array<{ index: number; text: string }> {
  return slots.flatMap(({ at }, index) => {
    const text = toClock(at, zone);
    const [hour = 0, minute = 0] = text.split(":").map(Number);
    return minute === 0 && hour % 3 === 0 ? [{ index, text }] : [];
  });
}

/** Of a day from `from` on, as parts of it. */
export function toBand(
  window: { startsAt: string; endsAt: string },
  { from, to }: { from: string; to: string },
): { start: number; width: number } {
  const begin = Date.parse(from);
  const length = Date.parse(to) - begin || 24 * HOUR_MS;
  const part = (at: string) => Math.max(0, Math.min(1, (Date.parse(at) - begin) / length));
  const start = part(window.startsAt);
  return { start, width: part(window.endsAt) - start };
}
