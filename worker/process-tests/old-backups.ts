import { eq } from "drizzle-orm";
import { accounts, backups, instances, plans } from "#lib/db/schema/index";
import { createPlan } from "#lib/plans/create-plan";
import { startRemoval } from "#lib/removal/start-removal";
import { systemContext } from "#lib/testing/contexts";
import { addBackups, type OldBackup } from "#lib/testing/removal-world";
import type { ProcessWorld } from "./process-world";

/** An instance's good backups, of which the oldest shall go. */
export interface Doomed {
  victim: OldBackup;
  stay: OldBackup[];
}

const STAY = 2;

export async function addDoomed(world: ProcessWorld): Promise<Doomed> {
  const { id } = await world.protect();
  const [found] = await world.runtime.db.read
    .select({ instance: instances, accountId: accounts.accountId })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(eq(instances.id, id));
  if (!found) throw new Error("An instance that was added is there.");
  const { accountId, instance } = found;
  const [victim, ...stay] = await addBackups(world, { ...instance, accountId }, STAY + 1);
  if (!victim) throw new Error("There is an oldest backup.");
  return { victim, stay };
}

/** As a person would who deletes one backup; a worker's repeat finds it. */
export async function startOne(world: ProcessWorld, { victim, stay }: Doomed): Promise<void> {
  const { db } = world.runtime;
  const [backup] = await db.read.select().from(backups).where(eq(backups.id, victim.id));
  if (!backup) throw new Error("Its record is there.");
  const refusal = await db.write((tx) =>
    startRemoval(tx, systemContext(world.runtime), {
      backup,
      mode: "image_and_snapshots",
      itemId: null,
      survivorIds: stay.map(({ id }) => id),
      belowFloor: false,
      message: "Removed by a test.",
    }),
  );
  if (refusal) throw new Error(refusal.reason);
}

/** As a plan that applies itself. */
export async function planOne(world: ProcessWorld, { victim, stay }: Doomed): Promise<void> {
  const { db } = world.runtime;
  const [backup] = await db.read.select().from(backups).where(eq(backups.id, victim.id));
  if (!backup) throw new Error("Its record is there.");
  const { accountRef, region, instanceRef, imageId } = backup;
  await createPlan(systemContext(world.runtime), {
    kind: "bulk_delete",
    title: "A test's plan",
    automatic: true,
    items: [
      {
        accountRef,
        region,
        instanceRef,
        imageId,
        backupId: backup.id,
        snapshotIds: [],
        mode: "image_and_snapshots",
        rule: "A test says so.",
        survivorIds: stay.map(({ id }) => id),
        sizeBytes: null,
      },
    ],
  });
}

/** Every victim is deleted by our records, nothing of it is to be done, and no plan is open. */
export async function isAllDone(world: ProcessWorld, doomed: readonly Doomed[]): Promise<boolean> {
  const rows = await world.rows();
  const victims = new Set(doomed.map(({ victim }) => victim.id));
  const open = await world.runtime.db.read.select().from(plans).where(eq(plans.status, "applying"));
  const gathering = await world.runtime.db.read
    .select()
    .from(plans)
    .where(eq(plans.status, "gathering"));
  if (open.length + gathering.length > 0) return false;
  return rows.every(({ id, status }) => status === (victims.has(id) ? "deleted" : "available"));
}

/** By the simulator's truth: what is gone that should not be, and what is left that should not. */
export async function differences(
  world: ProcessWorld,
  doomed: readonly Doomed[],
): Promise<{ lost: string[]; left: string[] }> {
  const images = await world.sim.control.images({ live: true, limit: 1_000 });
  const snapshots = await world.sim.control.snapshots({ live: true, limit: 1_000 });
  const live = new Set([
    ...images.items.map(({ imageId }) => imageId),
    ...snapshots.items.map(({ snapshotId }) => snapshotId),
  ]);
  return {
    lost: doomed.flatMap(({ stay }) => stay.flatMap(idsOf)).filter((id) => !live.has(id)),
    left: doomed.flatMap(({ victim }) => idsOf(victim)).filter((id) => live.has(id)),
  };
}

function idsOf({ imageId, snapshotIds }: OldBackup): string[] {
  return [imageId, ...snapshotIds];
}
