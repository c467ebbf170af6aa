import { toUtcText } from "./exact-time.pure";

/** "21 Nov 2026", in UTC */
export function toDayText(at: number): string {
  return toUtcText(at).split(",")[0] ?? "";
}
