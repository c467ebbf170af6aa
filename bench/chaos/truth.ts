import { eq, inArray, isNotNull } from "drizzle-orm";
import { backups, instances, snapshots } from "#lib/db/schema/index";
import type { ImageView } from "#simulator/control/views";
import { START_WINDOW_MS, type Fleet } from "./fleet";
import { wantedKey } from "./wanted";
import type { ChaosWorld } from "./world";

/** Two minutes: the bench's own bundle of the product waits no longer. */
export const GRACE_MS = 120_000;
/** From the end of a grace to its alert. */
const ALERT_MS = 60_000;

export interface Truth {
  images: number;
  duplicates: number;
  missing: string[];
  /** Wanted, not there, and not shown so. */
  undetected: string[];
  /** Every wanted one is there, and the product says so. */
  settled: boolean;
  /** Changes whenever anything moves on. */
  fingerprint: string;
}

const SHOWN_AS_GOOD = new Set(["available", "skipped", "forgotten", "deleting", "deleted"]);
const LIMIT = 1_000_000;

/** AWS's own state against the bench's list, and what the product says to it. */
export async function readTruth(world: ChaosWorld, fleet: Fleet): Promise<Truth> {
  // First the product's word, so that it cannot be later than the truth it is compared with.
  const records = await readRecords(world);
  const overdue = await readOverdue(world);
  const images = await readOurs(world);
  const now = world.now();
  const found = new Map<string, ImageView[]>();
  for (const image of images) {
    const key = keyOf(image);
    found.set(key, [...(found.get(key) ?? []), image]);
  }
  const missing: string[] = [];
  const undetected: string[] = [];
  let settled = true;
  for (const [key, dueAt] of fleet.wanted) {
    const record = records.get(key);
    if (record?.status !== "available") settled = false;
    if ((found.get(key) ?? []).some(({ state }) => state === "available")) continue;
    settled = false;
    missing.push(key);
    const past = now - dueAt - GRACE_MS;
    if (past < 0) continue;
    const claimsGood = !record || SHOWN_AS_GOOD.has(record.status);
    const unalerted = past > START_WINDOW_MS + ALERT_MS && !overdue.has(key.split(" ")[0] ?? "");
    if (claimsGood || (unalerted && record?.status !== "failed" && record?.status !== "missed")) {
      undetected.push(key);
    }
  }
  const unwanted = images.filter((image) => !fleet.wanted.has(keyOf(image))).length;
  const second = [...found.values()].reduce((sum, list) => sum + Math.max(0, list.length - 1), 0);
  return {
    images: images.length,
    duplicates: second + unwanted,
    missing,
    undetected,
    settled,
    fingerprint: `${images.length} ${missing.length} ${[...records.values()].map(({ status }) => status).join()}`,
  };
}

/** Live snapshots of ours that no live image uses and no record of a backup lists. */
export async function findOrphanSnapshots(world: ChaosWorld): Promise<string[]> {
  const inUse = new Set((await readOurs(world)).flatMap(({ snapshotIds }) => snapshotIds));
  const { items } = await world.sim.control.snapshots({ live: true, limit: LIMIT });
  const owner = world.runtime.config.installationId;
  const loose = items
    .filter(({ tags }) => tags["amivault:owner"] === owner)
    .map(({ snapshotId }) => snapshotId)
    .filter((snapshotId) => !inUse.has(snapshotId));
  const listed = await world.runtime.db.read
    .select({ snapshotId: snapshots.snapshotId })
    .from(snapshots)
    .where(inArray(snapshots.snapshotId, loose.length === 0 ? [""] : loose));
  const known = new Set(listed.map(({ snapshotId }) => snapshotId));
  return loose.filter((snapshotId) => !known.has(snapshotId));
}

async function readOurs({ sim, runtime }: ChaosWorld): Promise<ImageView[]> {
  const { items } = await sim.control.images({ live: true, limit: LIMIT });
  const owner = runtime.config.installationId;
  return items.filter(({ tags }) => tags["amivault:owner"] === owner);
}

function keyOf({ tags }: ImageView): string {
  return `${tags["amivault:instance"]} ${tags["amivault:due"]}`;
}

async function readRecords({ runtime }: ChaosWorld) {
  const rows = await runtime.db.read
    .select({ instanceId: backups.instanceId, dueAt: backups.dueAt, status: backups.status })
    .from(backups)
    .where(eq(backups.kind, "scheduled"));
  return new Map(
    rows.map((row) => [wantedKey({ instanceId: row.instanceId, at: row.dueAt }), row]),
  );
}

async function readOverdue({ runtime }: ChaosWorld): Promise<Set<string>> {
  const rows = await runtime.db.read
    .select({ instanceId: instances.instanceId })
    .from(instances)
    .where(isNotNull(instances.overdueSinceAt));
  return new Set(rows.map(({ instanceId }) => instanceId));
}
