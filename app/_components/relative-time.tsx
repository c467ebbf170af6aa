"use client";

import { toUtcText, toZoneText } from "./exact-time.pure";
import { toRelative } from "./relative-time.pure";
import { useNow } from "./use-now";

/** How long ago or ahead, ticking; the exact instant and its zone on hover. */
export function RelativeTime({ at, now: serverNow }: { at: string; now: number }) {
  const now = useNow(serverNow);
  const instant = Date.parse(at);
  return (
    <time dateTime={at} title={titleOf({ instant, hydrated: now !== serverNow })}>
      {toRelative({ at: instant, now })}
    </time>
  );
}

// The viewer's zone is known to the browser alone: until then the title is UTC.
function titleOf({ instant, hydrated }: { instant: number; hydrated: boolean }): string {
  if (!hydrated) return toUtcText(instant);
  return toZoneText({ at: instant, zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
}
