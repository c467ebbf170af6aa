import { toUtcText } from "../exact-time.pure";
import type { TimelineMark } from "./timeline-marks.pure";

/** "2 Nov 2026, 02:00:00 UTC: daily 3 of 7; goes 9 Nov 2026, 02:00:00 UTC" */
export function toMarkText(mark: TimelineMark): string {
  const { at, words, elsewhere } = mark;
  const parts = [words, goesText(mark), elsewhere].filter((part) => part !== undefined);
  return `${toUtcText(at)}: ${parts.join("; ")}`;
}

export function goesText({ stays, goesAt, fate }: TimelineMark): string {
  if (fate !== undefined) return fate;
  if (!stays) return "goes with the next sweep";
  return goesAt === null ? "does not go by itself" : `goes ${toUtcText(goesAt)}`;
}
