import { OWNER, keyOf, type World, type WorldRecord } from "./world";

/**
 * What must hold, written from the invariants of the design (section 6) and from nothing of the
 * product: calendars come from Intl's own formatting, rules from plain loops.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SKEW_MAX = 5 * 60_000;

/** Why the records and the policy forbid to remove this backup at `at`; null when they allow it. */
export function forbiddenByRecords(
  world: World,
  { victim, at, leaving }: { victim: WorldRecord; at: number; leaving: ReadonlySet<string> },
): string | null {
  const { policy, instance } = world;
  if (!policy.enforced) return "not enforced";
  if (instance.removed) return "removed from protection";
  if (victim.heldAt !== null) return "held";
  if (victim.status !== "available") return "not available";
  if (!hasRule(world)) return "no rule";
  if (isFrozen(world)) return "frozen";
  const createdAt = victim.imageCreatedAt;
  if (createdAt === null || createdAt > at) return "no age";
  if (victim.keepUntil !== null && victim.keepUntil > at) return "kept until later";
  const left = countable(world, at).filter(({ id }) => !leaving.has(id) && id !== victim.id);
  if (left.length < policy.floor) return "below the floor";
  if (victim.kind === "manual") return victim.keepUntil === null ? "manual" : null;
  return keptByRule(world, victim, at);
}

/** Why AWS's own word forbids it. */
export function forbiddenByAws(
  world: World,
  { victim, gone }: { victim: WorldRecord; gone: ReadonlySet<string> },
): string | null {
  if (Math.abs(world.skewMs) > SKEW_MAX) return "clocks differ";
  const image = world.images.get(victim.imageId ?? "");
  if (!image) return "gone";
  if (image.state !== "available") return `in state ${image.state}`;
  if (image.isProtected) return "protected";
  if (image.referenced) return "in use";
  const alive = countable(world, world.now + world.skewMs).filter(({ id, imageId }) => {
    const other = world.images.get(imageId ?? "");
    return id !== victim.id && !gone.has(id) && other?.state === "available";
  });
  if (alive.length < world.policy.floor) return "below the floor in AWS";
  return null;
}

export function isForeign(world: World, victim: WorldRecord): boolean {
  const image = world.images.get(victim.imageId ?? "");
  if (!image) return false;
  return image.owner !== OWNER || image.backupKey !== keyOf(victim.id) || image.attempt !== "1";
}

function hasRule({ policy }: World): boolean {
  const numbers = [policy.keepDays, policy.keepCount, ...Object.values(policy.tiers)];
  return numbers.some((value) => (value ?? 0) > 0);
}

function isFrozen({ instance, records }: World): boolean {
  if (instance.paused || instance.terminated) return false;
  let newest: WorldRecord | null = null;
  for (const record of records) {
    if (record.kind !== "scheduled") continue;
    if (!["available", "failed", "missed"].includes(record.status)) continue;
    if (newest === null || record.dueAt > newest.dueAt) newest = record;
  }
  return newest !== null && newest.status !== "available";
}

/** Failed, pending, gone and held never count; nor does what is dated in the future. */
function countable({ records }: World, at: number): WorldRecord[] {
  return records.filter(
    ({ status, heldAt, imageCreatedAt }) =>
      status === "available" && heldAt === null && imageCreatedAt !== null && imageCreatedAt <= at,
  );
}

function keptByRule(world: World, victim: WorldRecord, at: number): string | null {
  const { keepDays, keepCount, tiers, zone } = world.policy;
  const createdAt = victim.imageCreatedAt ?? 0;
  if (keepDays !== null && at < createdAt + keepDays * DAY) return "young";
  const runs = countable(world, at)
    .filter(({ kind }) => kind !== "manual")
    .toSorted(newestFirst);
  if (keepCount !== null && runs.slice(0, keepCount).includes(victim)) return "one of the newest";
  for (const [tier, count] of Object.entries(tiers)) {
    if (keptByTier({ runs, victim, count, labelOf: labelsOf(tier, zone) })) return tier;
  }
  return null;
}

function newestFirst(a: WorldRecord, b: WorldRecord): number {
  const byTime = (b.imageCreatedAt ?? 0) - (a.imageCreatedAt ?? 0);
  return byTime === 0 ? b.id.localeCompare(a.id) : byTime;
}

/** The newest of each label, so many labels; the oldest of all too while there is room. */
function keptByTier(options: {
  runs: readonly WorldRecord[];
  victim: WorldRecord;
  count: number;
  labelOf: (at: number) => string;
}): boolean {
  const { runs, victim, count, labelOf } = options;
  const seen = new Set<string>();
  let kept = 0;
  for (const run of runs) {
    if (kept >= count) return false;
    const label = labelOf(run.imageCreatedAt ?? 0);
    const stays = !seen.has(label) || run === runs.at(-1);
    if (stays && run === victim) return true;
    if (stays) kept += 1;
    seen.add(label);
  }
  return false;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(zone: string, at: number) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  const [year = "", month = "", day = "", hour = ""] = format.format(at).split(/\D+/);
  return { year, month, day, hour };
}

function labelsOf(tier: string, zone: string): (at: number) => string {
  return (at) => {
    const { year, month, day, hour } = wallClock(zone, at);
    if (tier === "yearly") return year;
    if (tier === "monthly") return `${year}-${month}`;
    if (tier === "daily") return `${year}-${month}-${day}`;
    if (tier === "hourly") return `${year}-${month}-${day}T${hour}`;
    return thursdayOf(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  };
}

/** ISO 8601: a week is the year's that has its Thursday. */
function thursdayOf(midnight: number): string {
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
  return new Date(midnight + (3 - weekday) * DAY).toISOString().slice(0, 10);
}
