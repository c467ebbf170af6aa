/** Zones that are UTC by definition, and not only while a country keeps to it. */
export function isAlwaysUtc(zone: string): boolean {
  return UTC_NAMES.has(zone.toLowerCase());
}

/**
 * The name under which AWS knows a zone, `UTC` for its aliases: names that only an engine knows
 * (`PST`, `SystemV/PST8`) are told by the IANA name they stand for; null where there is none.
 */
export function toAwsZone(zone: string): string | null {
  if (isAlwaysUtc(zone)) return "UTC";
  if (IANA_AREA.test(zone) && !NOT_IANA.has(zone)) return zone;
  const name = new Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone;
  return IANA_AREA.test(name) ? name : null;
}

const UTC_NAMES = new Set(
  ["UTC", "UCT", "Universal", "Zulu", "Greenwich", "GMT", "GMT0", "GMT+0", "GMT-0"].flatMap(
    (name) => [name.toLowerCase(), `etc/${name.toLowerCase()}`],
  ),
);
const IANA_AREA =
  /^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)\//;
/** Dropped by IANA in 2020. */
const NOT_IANA = new Set(["US/Pacific-New"]);
