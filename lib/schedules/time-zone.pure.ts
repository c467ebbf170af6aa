import { parsed, quote, refused } from "./schedule-problem.pure";
import type { Parsed } from "./schedule-problem.pure";

/** An IANA name as it is stored: spelled as IANA does, an alias (US/Pacific) left as it was chosen. */
export function parseTimeZone(text: string): Parsed<string> {
  const name = text.trim();
  if (name === "") return refuse("Choose a time zone, for example Europe/Berlin or UTC.");
  // An offset is no zone: it knows no summer time, and engines disagree on whether to take it.
  if (/^(utc|gmt)?[+-]/i.test(name)) {
    return refuse(`${quote(name)} is an offset. Choose a zone such as Europe/Berlin, or UTC.`);
  }
  const resolved = /^[\w+/-]{1,64}$/.test(name) ? findResolvedZone(name) : null;
  if (resolved === null) return refuse(`${quote(name)} is not an IANA time zone.${suggest(name)}`);
  return parsed(resolved.toLowerCase() === name.toLowerCase() ? resolved : name);
}

function findResolvedZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function suggest(name: string): string {
  const city = name.replaceAll(/\s+/g, "_").toLowerCase();
  const match = Intl.supportedValuesOf("timeZone").find((zone) =>
    zone.toLowerCase().endsWith(`/${city}`),
  );
  return match === undefined
    ? " Examples: Europe/Berlin, America/New_York, UTC."
    : ` Did you mean ${match}?`;
}

function refuse(message: string) {
  return refused({ field: "timeZone", message });
}
