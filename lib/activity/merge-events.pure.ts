import type { RecentEventDto } from "./dto";

/** The newest first; what happened to many in a row is told once, with the newest of them. */
export function mergeEvents(events: readonly RecentEventDto[], limit: number): RecentEventDto[] {
  const sorted = events.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const merged: RecentEventDto[] = [];
  for (const event of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && isSame(last, event)) last.others += 1 + event.others;
    else if (merged.length === limit) break;
    else merged.push({ ...event });
  }
  return merged;
}

/** Trouble stands by itself, unless it all has one reason. */
function isSame(one: RecentEventDto, other: RecentEventDto): boolean {
  const isAlike = one.who === other.who && one.what === other.what && one.tone === other.tone;
  const isCalm = one.tone === "ok" || one.tone === "quiet";
  const isOneReason = one.detail === other.detail && (isCalm || one.detail !== null);
  return isAlike && isOneReason && one.subject !== null && other.subject !== null;
}
