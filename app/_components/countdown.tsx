"use client";

import { toCountdown } from "./relative-time.pure";
import { titleOf } from "./title-of-time";
import { useNow } from "./use-now";

/** How long until then, each second; the exact instant and its zone on hover. */
export function Countdown({ at, now: serverNow }: { at: string; now: number }) {
  const now = useNow(serverNow);
  const instant = Date.parse(at);
  return (
    <time dateTime={at} title={titleOf({ instant, hydrated: now !== serverNow })}>
      {toCountdown({ at: instant, now })}
    </time>
  );
}
