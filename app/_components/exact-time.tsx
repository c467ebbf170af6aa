import { toShortText, toUtcText } from "./exact-time.pure";

/** An instant where the order of things matters more than how long ago it was. */
export function ExactTime({ at, now }: { at: string; now: number }) {
  const instant = Date.parse(at);
  return (
    <time dateTime={at} title={toUtcText(instant)}>
      {toShortText({ at: instant, now })}
    </time>
  );
}
