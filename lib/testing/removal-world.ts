import { eq } from "drizzle-orm";
import { backupKey, imageName, imageTags } from "#lambda/contract/image-name";
import type { BackupRow, SnapshotRow } from "../backups/backup-row";
import { HOUR } from "../clock";
import { backups, instances, snapshots } from "../db/schema";
import { newId } from "../ids";
import { applyPlanItems } from "../plans/apply-plan-items";
import { gatherPlan } from "../plans/gather-plan";
import { applyPlanJob, gatherPlanJob } from "../plans/jobs";
import { sweepPlans } from "../plans/sweep-plans";
import { toHandler } from "../queue/queue";
import { enqueueDueRemovals } from "../removal/enqueue-removals";
import { removalRunJob } from "../removal/jobs";
import { runRemovals } from "../removal/run-removals";
import { startRemoval, type RemovalRefusal, type RemovalStart } from "../removal/start-removal";
import { ensureDefaults } from "../settings/ensure-defaults";
import {
  createBackupWorld,
  type BackupWorld,
  type BackupWorldOptions,
  type WorldInstance,
} from "./backup-world";
import { userContext } from "./contexts";

export type RemovalWorld = Awaited<ReturnType<typeof createRemovalWorld>>;

/** A backup that AWS has, as it would be long after it was made. */
export interface OldBackup {
  id: string;
  imageId: string;
  snapshotIds: string[];
}

/** Instances with good backups of the past hours, in the records and in the simulated AWS. */
export async function createRemovalWorld(options: BackupWorldOptions & { backups?: number } = {}) {
  const world = await createBackupWorld(options);
  await ensureDefaults(world.runtime);
  const old: OldBackup[] = [];
  for (const instance of world.fleet) {
    old.push(...(await addBackups(world, instance, options.backups ?? 4)));
  }
  const admin = userContext(world.runtime, "admin");
  return { ...world, old, admin, ...toolsOf(world), ...probeOf(world, old) };
}

/** Oldest first, an hour apart, the newest an hour old. */
export async function addBackups(
  world: Pick<BackupWorld, "runtime" | "sim">,
  instance: Omit<WorldInstance, "credentialId">,
  count: number,
): Promise<OldBackup[]> {
  const now = world.runtime.clock.now();
  const installationId = world.runtime.config.installationId;
  const { accountId, region, instanceId } = instance;
  const facts = Array.from({ length: count }, (_, index) => {
    const at = now - (count - index) * HOUR;
    const identity = { installationId, accountId, region, instanceId, due: { dueAt: at } };
    const tags = imageTags({ ...identity, attempt: 1 });
    return {
      at,
      key: backupKey(identity),
      name: imageName({ ...identity, at, attempt: 1 }),
      tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    };
  });
  const { images } = await world.sim.control.seedHistory({
    accountId,
    region,
    instanceId,
    images: facts.map(({ at, name, tags }) => ({
      name,
      createdAt: at,
      tags,
      snapshotTags: tags,
    })),
  });
  const old: OldBackup[] = [];
  await world.runtime.db.write(async (tx) => {
    for (const [index, fact] of facts.entries()) {
      const image = images[index];
      if (!image) throw new Error("Every image of a history is made.");
      const id = newId("bak", fact.at, world.runtime.random);
      const { snapshotIds } = image;
      await tx.insert(backups).values({
        id,
        key: fact.key,
        instanceRef: instance.id,
        accountRef: instance.accountRef,
        region,
        instanceId,
        kind: "scheduled",
        dueAt: fact.at,
        status: "available",
        startWindowEndsAt: fact.at + HOUR,
        imageId: image.imageId,
        imageName: fact.name,
        imageState: "available",
        imageCreatedAt: fact.at,
        endedAt: fact.at,
        // Of a record, not of its image: a comparison with AWS that had begun does not judge it.
        createdAt: world.runtime.clock.now(),
        updatedAt: fact.at,
      });
      old.push({ id, imageId: image.imageId, snapshotIds });
    }
    await tx
      .update(instances)
      .set({ availableCount: count, lastGoodBackupId: old.at(-1)?.id ?? null })
      .where(eq(instances.id, instance.id));
  });
  return old;
}

function toolsOf(world: BackupWorld) {
  const { runtime, sim } = world;
  const handlers = [
    toHandler({ definition: removalRunJob, run: (place) => runRemovals(runtime, place) }),
    toHandler({ definition: gatherPlanJob, run: (plan) => gatherPlan(runtime, plan) }),
    toHandler({ definition: applyPlanJob, run: (plan) => applyPlanItems(runtime, plan) }),
  ];
  return {
    /** What is due, as the repeat finds it. */
    async remove(): Promise<void> {
      await enqueueDueRemovals(runtime);
      await sweepPlans(runtime);
      await runtime.drain(handlers);
    },
    /** Rounds of what is due as the clock goes. */
    async removeFor(totalMs: number, stepMs = 5_000): Promise<void> {
      for (let passed = 0; passed <= totalMs; passed += stepMs) {
        await this.remove();
        await world.advance(stepMs);
      }
    },
    async setBackup(id: string, set: Partial<BackupRow>): Promise<void> {
      await runtime.db.write((tx) => tx.update(backups).set(set).where(eq(backups.id, id)));
    },
    async snapshotsOf(backupId: string): Promise<SnapshotRow[]> {
      return runtime.db.read.select().from(snapshots).where(eq(snapshots.backupId, backupId));
    },
    /** By the simulator's truth. */
    async liveImageIds(): Promise<string[]> {
      const { items } = await sim.control.images({ live: true, limit: 1_000 });
      return items.map(({ imageId }) => imageId);
    },
    async liveSnapshotIds(): Promise<string[]> {
      const { items } = await sim.control.snapshots({ live: true, limit: 1_000 });
      return items.map(({ snapshotId }) => snapshotId);
    },
  };
}

/** About the oldest backup of all: its removal, with the two newest to stay. */
function probeOf(world: BackupWorld, old: readonly OldBackup[]) {
  const { runtime, sim } = world;
  const at = (index: number): OldBackup => {
    const found = old.at(index);
    if (!found) throw new Error("There is no such backup.");
    return found;
  };
  const live = async () => {
    const images = await sim.control.images({ live: true, limit: 1_000 });
    const snapshots = await sim.control.snapshots({ live: true, limit: 1_000 });
    return {
      images: new Set(images.items.map(({ imageId }) => imageId)),
      snapshots: new Set(snapshots.items.map(({ snapshotId }) => snapshotId)),
    };
  };
  const victim = (): Promise<BackupRow> => world.backup(at(0).id);
  return {
    at,
    victim,
    async start(
      changes: Partial<Omit<RemovalStart, "backup">> = {},
    ): Promise<RemovalRefusal | null> {
      const backup = await victim();
      return runtime.db.write((tx) =>
        startRemoval(tx, world.system, {
          backup,
          mode: "image_and_snapshots",
          itemId: null,
          survivorIds: [at(-1).id, at(-2).id],
          belowFloor: false,
          message: "Removed by a test.",
          ...changes,
        }),
      );
    },
    /** By the simulator's truth, with what the record of the oldest says. */
    async whatIsGone() {
      const { images, snapshots } = await live();
      return {
        status: (await victim()).status,
        images: old.map((row) => row.imageId).filter((id) => !images.has(id)),
        snapshots: old.flatMap((row) => row.snapshotIds).filter((id) => !snapshots.has(id)),
      };
    },
    onlyTheVictim() {
      const { imageId, snapshotIds } = at(0);
      return { status: "deleted", images: [imageId], snapshots: snapshotIds };
    },
    /** The reason, where nothing was sent and the image is there. */
    async whyKept(): Promise<string | null> {
      const backup = await victim();
      if (backup.status !== "available") return `it is ${backup.status}`;
      if (!(await live()).images.has(at(0).imageId)) return "its image is gone";
      const calls = await world.calls("DeregisterImage");
      return calls > 0 ? `${calls} calls were sent` : backup.statusReason;
    },
  };
}
