"use client";

import { toRelative } from "./relative-time.pure";
import { titleOf } from "./title-of-time";
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
