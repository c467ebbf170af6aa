import { toUtcText, toZoneText } from "./exact-time.pure";
import { readOwnZone } from "./own-zone";

// The viewer's zone is known to the browser alone: until then the title is UTC.
export function titleOf({ instant, hydrated }: { instant: number; hydrated: boolean }): string {
  if (!hydrated) return toUtcText(instant);
  return toZoneText({ at: instant, zone: readOwnZone() });
}
