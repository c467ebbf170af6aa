import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import { backups, findings, snapshots } from "#lib/db/schema/index";
import { recordId } from "#lib/testing/reconcile-world";
import { say } from "../report";
import type { Installation } from "../world/installation";
import type { BenchSimulator } from "../world/simulator";
import type { Difference, PlantedWorld } from "./plant";

const IDS_PER_READ = 500;

type Finding = typeof findings.$inferSelect;

/** What the product says of the place, read from its tables alone. */
export interface Product {
  /** By kind and resource: the newest of each, resolved or not. */
  findings: Map<string, Finding>;
  backups: Map<string, typeof backups.$inferSelect>;
  snapshots: Map<string, typeof snapshots.$inferSelect>;
}

export async function readProduct(
  { runtime }: Installation,
  differences: readonly Difference[],
): Promise<Product> {
  const { read } = runtime.db;
  const keys = differences.map(({ past }) => past.key);
  const product: Product = { findings: new Map(), backups: new Map(), snapshots: new Map() };
  for (const finding of await read.select().from(findings)) {
    product.findings.set(`${finding.kind} ${finding.resourceId}`, finding);
  }
  for (let from = 0; from < keys.length; from += IDS_PER_READ) {
    const some = keys.slice(from, from + IDS_PER_READ);
    for (const row of await read.select().from(backups).where(inArray(backups.key, some))) {
      product.backups.set(row.key, row);
    }
    const ids = differences
      .slice(from, from + IDS_PER_READ)
      .flatMap(({ past }) => past.snapshotIds);
    for (const row of await read
      .select()
      .from(snapshots)
      .where(inArray(snapshots.snapshotId, ids))) {
      product.snapshots.set(row.snapshotId, row);
    }
  }
  return product;
}

const FINDING_OF: Readonly<Partial<Record<Difference["what"], Finding["kind"]>>> = {
  unknown_instance: "unknown_instance",
  deleted_image: "orphan_image",
  stray_snapshot: "orphan_snapshot",
  gone: "gone",
  tags_changed: "drift",
  snapshot_tags_lost: "drift",
  second_image: "second_image",
  disabled: "drift",
  public: "drift",
  protected: "drift",
};

export function findingOf(product: Product, difference: Difference): Finding | undefined {
  const kind = FINDING_OF[difference.what];
  const { imageId, snapshotIds } = difference.past;
  const id = kind === "orphan_snapshot" ? snapshotIds[0] : imageId;
  return kind === undefined ? undefined : product.findings.get(`${kind} ${id}`);
}

/** Told by a finding, or acted upon where the table says that reconcile acts by itself. */
export function isFound(product: Product, difference: Difference): boolean {
  if (FINDING_OF[difference.what] !== undefined) {
    return findingOf(product, difference) !== undefined;
  }
  return hasActed(product, difference);
}

function hasActed(product: Product, { what, past }: Difference): boolean {
  const backup = product.backups.get(past.key);
  if (what === "chased") {
    return (product.snapshots.get(past.snapshotIds[0] ?? "")?.chaseAt ?? null) !== null;
  }
  if (what === "gone") return backup?.status === "gone";
  return backup?.status === "available" && backup.imageId === past.imageId;
}

/** As the repair of each kind leaves it; what a person mends in AWS is gone from the next pass. */
export async function isRepaired(
  simulator: BenchSimulator,
  product: Product,
  difference: Difference,
): Promise<boolean> {
  const { what, past } = difference;
  const finding = findingOf(product, difference);
  switch (what) {
    case "deleted_image":
    case "stray_snapshot":
    case "second_image":
      return (finding?.planId ?? null) !== null;
    case "tags_changed":
      return (
        (await tagsOf(simulator, past.imageId))["amivault:instance"] === past.instance.instanceId
      );
    case "snapshot_tags_lost": {
      const { items } = await simulator.control.snapshots({
        snapshotId: past.snapshotIds[0] ?? "",
      });
      return items[0]?.tags["amivault:owner"] !== undefined && finding?.resolvedAt !== null;
    }
    case "disabled":
    case "public":
    case "protected":
      return (finding?.resolvedAt ?? null) !== null;
    default:
      return hasActed(product, difference);
  }
}

async function tagsOf(simulator: BenchSimulator, imageId: string): Promise<Record<string, string>> {
  const { items } = await simulator.control.images({ imageId });
  return items[0]?.tags ?? {};
}

/**
 * Findings of anything that was not planted (what is not ours is only named), records moved that
 * had no reason to, and changes of what nobody may touch.
 */
export async function countFalseAlarms(
  { runtime }: Installation,
  simulator: BenchSimulator,
  world: PlantedWorld,
): Promise<number> {
  const { read } = runtime.db;
  const { accountRef } = world.place;
  const known = new Set(
    world.differences.flatMap(({ past }) => [past.imageId, ...past.snapshotIds]),
  );
  const told = await read
    .select({ resourceId: findings.resourceId })
    .from(findings)
    .where(and(eq(findings.accountRef, accountRef), ne(findings.kind, "foreign")));
  const wrong = told.filter(({ resourceId }) => !known.has(resourceId)).length;
  const ours = new Set(world.differences.map(({ past }) => recordId(past)));
  const moved = await read
    .select({ id: backups.id })
    .from(backups)
    .where(and(eq(backups.accountRef, accountRef), eq(backups.status, "gone")));
  const gone = moved.filter(({ id }) => !ours.has(id)).length;
  const missing = await read.$count(
    backups,
    and(
      eq(backups.accountRef, accountRef),
      eq(backups.status, "available"),
      ne(backups.missingSinceAt, 0),
    ),
  );
  const listed = await read
    .select({ snapshotId: snapshots.snapshotId })
    .from(snapshots)
    .innerJoin(backups, eq(backups.id, snapshots.backupId))
    .where(and(eq(backups.accountRef, accountRef), ne(snapshots.chaseAt, 0)));
  const chased = listed.filter(({ snapshotId }) => !known.has(snapshotId)).length;
  const touched = await countTouched(simulator, world.untouchable);
  const alarms = { wrong, gone, missing, chased, touched };
  for (const [what, n] of Object.entries(alarms)) if (n > 0) say(`  false alarms: ${n} ${what}`);
  return wrong + gone + missing + chased + touched;
}

/** Nothing of theirs was removed, and nobody sent a call that could have. */
async function countTouched(
  simulator: BenchSimulator,
  untouchable: readonly string[],
): Promise<number> {
  const alive = new Set<string>();
  for (let afterSeq = 0; ;) {
    const page = await simulator.control.images({ live: true, afterSeq, limit: 5_000 });
    for (const { imageId } of page.items) alive.add(imageId);
    if (page.nextAfterSeq === null) break;
    afterSeq = page.nextAfterSeq;
  }
  const counts = await simulator.control.callCounts({});
  const removals = counts.filter(({ action }) => /^(Deregister|Delete)/.test(action)).length;
  return untouchable.filter((id) => !alive.has(id)).length + removals;
}

/** Open and not yet in a plan, by kind. */
export async function openOf(
  { runtime }: Installation,
  { accountRef, kinds }: { accountRef: string; kinds: ReadonlyArray<Finding["kind"]> },
): Promise<Finding[]> {
  return runtime.db.read
    .select()
    .from(findings)
    .where(
      and(
        eq(findings.accountRef, accountRef),
        inArray(findings.kind, [...kinds]),
        isNull(findings.resolvedAt),
        isNull(findings.planId),
      ),
    );
}
