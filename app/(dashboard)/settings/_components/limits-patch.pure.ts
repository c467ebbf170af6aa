import type { Limits } from "#lib/settings/read-limits";

export type TypedLimits = Partial<Record<keyof Limits, string>>;

/** What somebody typed; where nobody did, what holds. */
export function toLimitsPatch(limits: Limits, typed: TypedLimits): Partial<Limits> {
  const given = Object.entries(typed);
  if (given.length > 0)
    return Object.fromEntries(given.map(([name, text]) => [name, toValue(name, text)]));
  const { backupsAtOnceMax, backupsAtOncePerAccountMax, backupTimeoutHours } = limits;
  const { pollSeconds, discoveryHours, apiSharePercent, auditArchiveDays } = limits;
  // Named one by one: what is given may hold the other forms' settings too.
  return {
    backupsAtOnceMax,
    backupsAtOncePerAccountMax,
    backupTimeoutHours,
    pollSeconds,
    discoveryHours,
    apiSharePercent,
    auditArchiveDays,
  };
}

const MAY_BE_EMPTY: ReadonlySet<string> = new Set<keyof Limits>([
  "backupsAtOnceMax",
  "backupsAtOncePerAccountMax",
]);

/** What is no number stays none, and is refused beside its field. */
function toValue(name: string, text: string): number | null {
  if (text.trim() === "" && MAY_BE_EMPTY.has(name)) return null;
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
