import { nextStart, type ExclusionWindow } from "./exclusion.pure";

/**
 * As `findExclusion`, for instants that only go forward: each beginning is looked for once. Answers
 * with when what excludes an instant ends, exclusive; null outside of all windows.
 */
export function exclusionWalk(windows: readonly ExclusionWindow[]): (at: number) => number | null {
  const walked = windows.map((window) => ({ window, startsAt: -Infinity as number | null }));
  return (at) => {
    let endsAt: number | null = null;
    for (const each of walked) {
      const { durationMs } = each.window;
      // Over: the earliest beginning whose end is still to come is the one that counts.
      if (each.startsAt !== null && each.startsAt <= at - durationMs) {
        each.startsAt = nextStart(each.window, at - durationMs);
      }
      if (each.startsAt === null || each.startsAt > at) continue;
      endsAt = Math.max(endsAt ?? 0, each.startsAt + durationMs);
    }
    return endsAt;
  };
}
