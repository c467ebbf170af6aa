import { toUtcText } from "./exact-time.pure";

/** An instant where the order of things matters more than how long ago it was. */
export function ExactTime({ at, now }: { at: string; now: number }) {
  const text = toUtcText(Date.parse(at));
  const [day = "", time = ""] = text.replace(" UTC", "").split(", ");
  const today = toUtcText(now).startsWith(`${day},`);
  return (
    <time dateTime={at} title={text}>
      {today ? time : `${day.replace(/ \d{4}$/, "")}, ${time}`}
    </time>
  );
}
