import { backupKey, imageName, imageTags } from "#lambda/contract/image-name";
import type { RunningSimulator } from "#simulator/server";
import type { HistoryImage } from "#simulator/control/contract";
import { backups, snapshots } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Database } from "../db/client";
import type { NewSnapshot } from "../backups/snapshot.repo";
import type { WorldInstance } from "./backup-world";

export const TEST_OWNER = "amivault-test";
const DAY = 86_400_000;
const PER_REQUEST = 1_000;
const ROWS_PER_WRITE = 250;

/** An image of the past with what our protocol would have named and tagged it. */
export interface PastBackup {
  imageId: string;
  snapshotIds: string[];
  name: string;
  key: string;
  dueAt: number;
  createdAt: number;
  instance: WorldInstance;
}

type Of = Omit<WorldInstance, "id"> & { id?: string };

/** Images of ours in AWS, one per day before `before`, each with a snapshot per volume. */
export async function plantImages(
  sim: Pick<RunningSimulator, "control">,
  options: {
    instance: Of;
    count: number;
    before: number;
    owner?: string;
    stepMs?: number;
    tags?: Record<string, string>;
  },
): Promise<PastBackup[]> {
  const { instance, before, owner = TEST_OWNER, stepMs = DAY } = options;
  const { accountId, region, instanceId } = instance;
  const planted: PastBackup[] = [];
  for (let from = 0; from < options.count; from += PER_REQUEST) {
    const moments = Array.from(
      { length: Math.min(PER_REQUEST, options.count - from) },
      (_, index) => Math.floor((before - (from + index + 1) * stepMs) / 1_000) * 1_000,
    );
    const images = moments.map((dueAt): HistoryImage => {
      const identity = { installationId: owner, accountId, region, instanceId, due: { dueAt } };
      const tags = imageTags({ ...identity, attempt: 1, readableName: "web" });
      return {
        name: imageName({ ...identity, attempt: 1, at: dueAt }),
        createdAt: dueAt,
        tags: {
          ...Object.fromEntries(tags.map(({ key, value }) => [key, value])),
          ...options.tags,
        },
      };
    });
    const made = await sim.control.seedHistory({ accountId, region, instanceId, images });
    planted.push(
      ...made.images.map(({ imageId, snapshotIds, name, createdAt }, index) => {
        const dueAt = moments[index] ?? createdAt;
        const identity = { installationId: owner, accountId, region, instanceId };
        return {
          imageId,
          snapshotIds,
          name,
          key: backupKey({ ...identity, due: { dueAt } }),
          dueAt,
          createdAt,
          instance: { id: "", ...instance },
        };
      }),
    );
  }
  return planted;
}

type BackupInsert = typeof backups.$inferInsert;

/** Their records, as the engine would have left them. */
export async function plantRecords(
  db: Database,
  past: readonly PastBackup[],
  as: { status: BackupStatus; set?: Partial<BackupInsert>; withSnapshots?: boolean } = {
    status: "available",
  },
): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < past.length; from += ROWS_PER_WRITE) {
    const chunk = past.slice(from, from + ROWS_PER_WRITE);
    const rows = chunk.map((each) => ({ ...toRow(each, as.status), ...as.set }));
    const listed: NewSnapshot[] =
      as.withSnapshots === false ? [] : chunk.flatMap((each) => toSnapshots(each));
    await db.write(async (tx) => {
      await tx.insert(backups).values(rows);
      if (listed.length > 0) await tx.insert(snapshots).values(listed);
    });
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

export function recordId(past: PastBackup): string {
  return `bak_${past.key}`;
}

function toRow(past: PastBackup, status: BackupStatus): BackupInsert {
  const { instance, dueAt, createdAt, imageId, name, key } = past;
  const hasImage = ["pending", "available", "deleting", "deleted", "forgotten", "gone"];
  const knows = hasImage.includes(status);
  return {
    id: recordId(past),
    key,
    instanceRef: instance.id,
    accountRef: instance.accountRef,
    region: instance.region,
    instanceId: instance.instanceId,
    kind: "scheduled",
    dueAt,
    status,
    startWindowEndsAt: dueAt + DAY / 6,
    imageId: knows ? imageId : null,
    imageName: name,
    imageState: knows ? "available" : null,
    imageCreatedAt: knows ? createdAt : null,
    imageSeenAt: knows ? createdAt : null,
    progressPercent: knows ? 100 : null,
    endedAt: status === "pending" ? null : createdAt,
    createdAt: dueAt,
    updatedAt: createdAt,
  };
}

function toSnapshots(past: PastBackup): NewSnapshot[] {
  return past.snapshotIds.map((snapshotId) => ({
    id: `${recordId(past)}-${snapshotId}`,
    backupId: recordId(past),
    imageId: past.imageId,
    snapshotId,
    encrypted: false,
    state: "completed",
    updatedAt: past.createdAt,
  }));
}
