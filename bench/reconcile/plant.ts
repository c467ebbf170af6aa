import type { BackupStatus } from "#lib/db/schema/constants";
import { plantImages, plantRecords, type PastBackup } from "#lib/testing/reconcile-world";
import { say } from "../report";
import { addAccount, addInstances, type BenchInstance } from "../world/fleet";
import type { Installation } from "../world/installation";
import type { BenchSimulator } from "../world/simulator";

export const REGION = "eu-central-1";
const INSTANCES = 100;
const DAY = 86_400_000;
const STEP_MS = 3_600_000;

/** What is planted, and how many of each in a thousand. */
export const SHARES = {
  adopt: 100,
  unknown_instance: 100,
  deleted_image: 100,
  stray_snapshot: 100,
  chased: 100,
  gone: 100,
  restored: 60,
  healed_failed: 60,
  healed_missed: 60,
  tags_changed: 80,
  snapshot_tags_lost: 40,
  second_image: 40,
  disabled: 20,
  public: 20,
  protected: 20,
} as const;
export type Planted = keyof typeof SHARES;

/** What is there beside and must not be taken for a difference. */
const DECOYS = { foreign: 300, kept: 100, forgotten: 100 } as const;

export interface Difference {
  what: Planted;
  past: PastBackup;
  /** Of a second image: the record's own. */
  first?: PastBackup;
}

export interface PlantedWorld {
  place: { accountRef: string; region: string };
  differences: Difference[];
  /** Images that nobody may touch. */
  untouchable: string[];
}

interface Ground {
  simulator: BenchSimulator;
  installation: Installation;
  instances: readonly BenchInstance[];
  stranger: string;
  owner: string;
  before: number;
}

/** A region of `images` images with one snapshot each, and `differences` of all kinds among them. */
export async function plantWorld(
  simulator: BenchSimulator,
  installation: Installation,
  size: { images: number; differences: number },
): Promise<PlantedWorld> {
  const account = await addAccount(simulator, installation, REGION);
  const volumes = [{ sizeGib: 8 }];
  const instances = await addInstances(simulator, installation, {
    account,
    place: { region: REGION, count: INSTANCES, volumes },
  });
  const { accountId, accountRef } = account;
  const stranger = await simulator.control.createInstance({ accountId, region: REGION, volumes });
  const ground: Ground = {
    simulator,
    installation,
    instances,
    stranger: stranger.instanceId,
    owner: installation.runtime.config.installationId,
    before: installation.runtime.clock.now() - 2 * DAY,
  };
  const past = await plantAll(ground, size.images);
  const world = await spread(ground, past, size.differences);
  return { place: { accountRef, region: REGION }, ...world };
}

/** Round the instances, so that each has as many as the others. */
async function plantAll(ground: Ground, images: number): Promise<PastBackup[]> {
  const all: PastBackup[] = [];
  const each = Math.ceil(images / ground.instances.length);
  for (const [index, instance] of ground.instances.entries()) {
    const count = Math.min(each, images - all.length);
    all.push(...(await plantOf(ground, instance, count)));
    if (index % 20 === 19) say(`  ${all.length} images in AWS`);
  }
  return all;
}

function plantOf(ground: Ground, instance: BenchInstance, count: number): Promise<PastBackup[]> {
  const { accountId, accountRef, credentialId } = instance.account;
  const { id, instanceId, region } = instance;
  return plantImages(ground.simulator, {
    instance: { id, instanceId, region, accountId, accountRef, credentialId },
    count,
    before: ground.before,
    owner: ground.owner,
    stepMs: STEP_MS,
  });
}

async function spread(
  ground: Ground,
  past: readonly PastBackup[],
  total: number,
): Promise<Pick<PlantedWorld, "differences" | "untouchable">> {
  const rest = [...past];
  const differences: Difference[] = [];
  for (const [what, share] of Object.entries(SHARES) as Array<[Planted, number]>) {
    const count = Math.round((share * total) / 1_000);
    const made = await plantKind(ground, { what, chosen: rest.splice(0, count), rest });
    differences.push(...made);
  }
  say(`  ${differences.length} differences planted`);
  const untouchable = await plantDecoys(ground, rest, total / 1_000);
  await plantRecords(ground.installation.runtime.db, rest, { status: "available" });
  say(`  ${rest.length} records of images that are as they should be`);
  return { differences, untouchable };
}

const STATUS_OF: Readonly<Record<Planted, BackupStatus | null>> = {
  adopt: null,
  unknown_instance: null,
  deleted_image: "deleted",
  stray_snapshot: null,
  chased: "deleted",
  gone: "available",
  restored: "gone",
  healed_failed: "failed",
  healed_missed: "missed",
  tags_changed: "available",
  snapshot_tags_lost: "available",
  second_image: null,
  disabled: "available",
  public: "available",
  protected: "available",
};

async function plantKind(
  ground: Ground,
  { what, chosen, rest }: { what: Planted; chosen: PastBackup[]; rest: PastBackup[] },
): Promise<Difference[]> {
  const { control } = ground.simulator;
  const status = STATUS_OF[what];
  if (status !== null) {
    await plantRecords(ground.installation.runtime.db, chosen, { status });
  }
  const made: Difference[] = [];
  for (const past of chosen) {
    const { imageId } = past;
    const snapshotId = past.snapshotIds[0] ?? "";
    const difference: Difference = { what, past };
    if (what === "unknown_instance") {
      await control.retag({
        resourceId: imageId,
        tags: { "amivault:instance": ground.stranger },
      });
    } else if (what === "stray_snapshot" || what === "chased")
      await control.deleteImage({ imageId });
    else if (what === "gone") await control.deleteImage({ imageId, deleteSnapshots: true });
    else if (what === "tags_changed") {
      await control.retag({ resourceId: imageId, tags: { "amivault:instance": null } });
    } else if (what === "snapshot_tags_lost") {
      await control.retag({ resourceId: snapshotId, tags: { "amivault:owner": null } });
    } else if (what === "disabled") await control.setImageDisabled({ imageId, disabled: true });
    else if (what === "public") await control.shareImage({ imageId, isPublic: true });
    else if (what === "protected") await control.protectImage({ imageId });
    else if (what === "second_image") {
      const first = rest[made.length * 7];
      if (!first) throw new Error("A second image needs a first.");
      await control.retag({ resourceId: imageId, tags: { "amivault:backup": first.key } });
      difference.first = first;
    }
    made.push(difference);
  }
  return made;
}

async function plantDecoys(
  { simulator, installation }: Ground,
  rest: PastBackup[],
  scale: number,
): Promise<string[]> {
  const owners: Array<Record<string, string | null>> = [
    { "amivault:owner": "another-installation" },
    { "amivault:owner": null, "aws:backup:source-resource": "arn" },
    { "amivault:owner": null, "aws:dlm:lifecycle-policy-id": "policy-1" },
    { "amivault:owner": null },
  ];
  const take = (count: number) => rest.splice(rest.length - Math.ceil(count * scale));
  const foreign = take(DECOYS.foreign);
  for (const [index, { imageId, snapshotIds }] of foreign.entries()) {
    const tags = owners[index % owners.length] ?? {};
    for (const resourceId of [imageId, ...snapshotIds]) {
      await simulator.control.retag({ resourceId, tags });
    }
  }
  const kept = take(DECOYS.kept);
  for (const { imageId, snapshotIds } of kept) {
    for (const resourceId of [imageId, ...snapshotIds]) {
      await simulator.control.retag({ resourceId, tags: { "amivault:keep": "" } });
    }
  }
  const forgotten = take(DECOYS.forgotten);
  await plantRecords(installation.runtime.db, forgotten, { status: "forgotten" });
  return [...foreign, ...kept, ...forgotten].map(({ imageId }) => imageId);
}
