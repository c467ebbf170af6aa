import { eq, isNotNull } from "drizzle-orm";
import { alertMembers, backups } from "#lib/db/schema/index";
import { dueMoment } from "../../lambda/refuse-firing.pure";
import { keyOf, type Occurrence, type YearFleet } from "./fleet";
import type { YearWorld } from "./world";

export interface YearTruth {
  occurrences: number;
  images: number;
  duplicates: number;
  /** Somebody came inside the start window, and there is no image. */
  missing: string[];
  /** Nobody came inside it, and the product does not show it and has alerted nobody. */
  undetected: string[];
  /** There is an image, and the product's record of it says otherwise. */
  unrecorded: string[];
  /** Nobody came inside the start window. */
  late: number;
}

const LIMIT = 1_000_000;
const BAD = new Set(["missed", "failed"]);

/** AWS's own state against the bench's list, and what the product says to it. */
export async function readYearTruth(
  world: YearWorld,
  /** What is due later may still come. */
  { fleet, until }: { fleet: YearFleet; until: number },
): Promise<YearTruth> {
  const images = await readImages(world);
  const invoked = readInvocations(world);
  const records = await readRecords(world);
  const alerted = await readAlerts(world);
  const truth: YearTruth = {
    occurrences: 0,
    images: 0,
    duplicates: 0,
    missing: [],
    undetected: [],
    unrecorded: [],
    late: 0,
  };
  for (const [key, count] of images) {
    const wanted = fleet.occurrences.get(key);
    truth.duplicates += wanted ? count - 1 : count;
    if (!wanted || wanted.dueAt <= until) truth.images += count;
  }
  for (const [key, occurrence] of fleet.occurrences) {
    if (occurrence.dueAt > until) continue;
    truth.occurrences += 1;
    const status = records.get(key);
    if (images.has(key)) {
      if (status !== "available") truth.unrecorded.push(`${key} ${status ?? "no record"}`);
      continue;
    }
    const { dueAt, startWindowMs } = occurrence;
    const times = invoked.get(key) ?? [];
    const isLate = times.length > 0 && times.every((at) => at >= dueAt + startWindowMs);
    if (!isLate) {
      truth.missing.push(`${key} ${status ?? "no record"}, invoked ${times.length} times`);
      continue;
    }
    truth.late += 1;
    if (!BAD.has(status ?? "") || !isAlerted(alerted, occurrence)) {
      truth.undetected.push(`${key} ${status ?? "no record"}`);
    }
  }
  return truth;
}

/** Images of ours in AWS by occurrence; an image of none has a key of its own. */
async function readImages({ sim, runtime }: YearWorld): Promise<Map<string, number>> {
  const { items } = await sim.control.images({ live: true, limit: LIMIT });
  const found = new Map<string, number>();
  for (const { tags } of items) {
    if (tags["amivault:owner"] !== runtime.config.installationId) continue;
    const key = `${tags["amivault:instance"]} ${tags["amivault:due"]}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

/** When AWS began to run the function for each occurrence, by AWS's own record. */
function readInvocations({ sim }: YearWorld): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const { payload, at, outcome } of sim.simulator.world.invocations) {
    const firing: unknown = JSON.parse(payload);
    if (!isBackup(firing) || outcome === "refused" || outcome === "dropped") continue;
    const key = keyOf({ instanceId: firing.instanceId, dueAt: dueMoment(firing) });
    times.set(key, [...(times.get(key) ?? []), at]);
  }
  return times;
}

interface BackupFiring {
  instanceId: string;
  scheduledTime: string;
}

function isBackup(value: unknown): value is Parameters<typeof dueMoment>[0] & BackupFiring {
  return value !== null && Reflect.get(Object(value), "type") === "backup";
}

async function readRecords({ runtime }: YearWorld): Promise<Map<string, string>> {
  const rows = await runtime.db.read
    .select({ instanceId: backups.instanceId, dueAt: backups.dueAt, status: backups.status })
    .from(backups)
    .where(isNotNull(backups.dueAt));
  return new Map(rows.map((row) => [keyOf(row), row.status]));
}

interface AlertSpan {
  from: number;
  to: number;
}

async function readAlerts({ runtime }: YearWorld): Promise<Map<string, AlertSpan[]>> {
  const rows = await runtime.db.read
    .select()
    .from(alertMembers)
    .where(eq(alertMembers.entityType, "instance"));
  const spans = new Map<string, AlertSpan[]>();
  for (const { entityId, addedAt, clearedAt } of rows) {
    const span = { from: addedAt, to: clearedAt ?? Infinity };
    spans.set(entityId, [...(spans.get(entityId) ?? []), span]);
  }
  return spans;
}

/** Between its moment and the moment after it has been good again, somebody was told. */
function isAlerted(
  alerted: ReadonlyMap<string, readonly AlertSpan[]>,
  { instanceRef, dueAt }: Occurrence,
): boolean {
  return (alerted.get(instanceRef) ?? []).some(({ to }) => to > dueAt);
}
