import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditEntries, backupEvents, instanceDays, instances } from "../db/schema";
import { BACKUP_STATUSES } from "../db/schema/constants";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import type { BackupRow } from "./backup-row";
import { isLegalChange, STATUS_EDGES } from "./backup-status.pure";
import { findStartTarget } from "./backup-target.repo";
import { changeStatus } from "./change-status";
import { createScheduledBackup } from "./create-scheduled-backup";
import { missBackup } from "./miss-backup";
import { patchBackup } from "./patch-backup.repo";
import { queueDueBackups } from "./queue-due-backups";
import { skipBackup } from "./skip-backup";

let world: BackupWorld;
const HOUR = 3_600_000;

beforeEach(async () => {
  world = await createBackupWorld();
});

afterEach(async () => {
  await world.close();
});

async function expected(dueAt = world.runtime.clock.now()): Promise<BackupRow> {
  const { db } = world.runtime;
  return db.write(async (tx) => {
    const target = await findStartTarget(tx, world.fleet[0]?.id ?? "");
    if (!target) throw new Error("no target");
    const wanted = { target, dueAt, startWindowEndsAt: dueAt + 4 * HOUR };
    return (await createScheduledBackup(tx, world.system, wanted)).backup;
  });
}

const write: BackupWorld["runtime"]["db"]["write"] = (work) => world.runtime.db.write(work);

describe("the table of edges", () => {
  it("names only known statuses, and no edge twice", () => {
    const names = STATUS_EDGES.map(({ from, to, trigger }) => `${from} ${to} ${trigger}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { from, to } of STATUS_EDGES) {
      expect(BACKUP_STATUSES).toContain(from);
      expect(BACKUP_STATUSES).toContain(to);
    }
  });

  it.each([
    ["available", "failed"],
    ["deleted", "available"],
    ["queued", "available"],
    ["expected", "creating"],
    ["missed", "queued"],
  ] as const)("knows no way from %s to %s by giving up or completing", (from, to) => {
    expect(isLegalChange({ from, to, trigger: "completed" })).toBe(false);
    expect(isLegalChange({ from, to, trigger: "gave_up" })).toBe(false);
  });
});

describe("changeStatus", () => {
  it("refuses what the table does not know, and writes nothing", async () => {
    const backup = await expected();
    const illegal = write((tx) =>
      changeStatus(tx, world.system, {
        backup,
        to: "available",
        trigger: "completed",
        message: "nonsense",
      }),
    );
    await expect(illegal).rejects.toThrow("cannot change like this");
    expect((await world.backup(backup.id)).status).toBe("expected");
  });

  it("answers null to whoever comes too late, and writes nothing for them", async () => {
    const backup = await expected();
    const [first] = await write((tx) => queueDueBackups(tx, world.system, [backup]));
    expect(first?.status).toBe("queued");
    expect(await write((tx) => queueDueBackups(tx, world.system, [backup]))).toEqual([]);
    expect(await write((tx) => missBackup(tx, world.system, { backup }))).toBeNull();
    expect(await world.steps(backup.id)).toEqual(["status.queued"]);
  });

  it("holds only while the lease is the one that was read", async () => {
    const backup = await expected();
    const [queued] = await write((tx) => queueDueBackups(tx, world.system, [backup]));
    if (!queued) throw new Error("not queued");
    const stale = { ...queued, leaseToken: "somebody else's" };
    expect(await write((tx) => missBackup(tx, world.system, { backup: stale }))).toBeNull();
  });

  it("holds only for the attempt that was read: a look at the one before writes nothing", async () => {
    const backup = await expected();
    const [queued] = await write((tx) => queueDueBackups(tx, world.system, [backup]));
    if (!queued) throw new Error("not queued");
    const stale = { ...queued, attemptNumber: queued.attemptNumber + 1 };
    expect(await write((tx) => missBackup(tx, world.system, { backup: stale }))).toBeNull();
    const set = { progressPercent: 50 };
    expect(await write((tx) => patchBackup(tx, world.system, { backup: stale, set }))).toBeNull();
    expect((await world.backup(queued.id)).status).toBe("queued");
  });

  it("audits what ends, and not the small steps", async () => {
    const backup = await expected();
    await write((tx) => queueDueBackups(tx, world.system, [backup]));
    const queued = await world.backup(backup.id);
    await write((tx) => missBackup(tx, world.system, { backup: queued }));
    const entries = await world.runtime.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.targetId, backup.id));
    expect(entries).toMatchObject([
      { action: "backup.missed", actorType: "system", before: { status: "queued" } },
    ]);
  });
});

describe("the ledger's backups", () => {
  it("are shared by moments that coincide", async () => {
    const dueAt = world.runtime.clock.now() + HOUR;
    const first = await expected(dueAt);
    const second = await expected(dueAt);
    expect(second.id).toBe(first.id);
    expect(await world.runtime.db.read.$count(backupEvents)).toBe(0);
  });

  it("roll up into their day and into the instance, the newest by due moment", async () => {
    const now = world.runtime.clock.now();
    const older = await expected(now - 2 * HOUR);
    const newer = await expected(now - HOUR);
    await write((tx) => skipBackup(tx, world.system, { backup: newer, reason: "paused" }));
    await write((tx) => missBackup(tx, world.system, { backup: older }));
    const { read } = world.runtime.db;
    expect(await read.select().from(instanceDays)).toMatchObject([
      { day: "2026-02-01", missed: 1, skipped: 1, available: 0, failed: 0 },
    ]);
    expect(await read.select().from(instances)).toMatchObject([
      { lastEndedBackupId: newer.id, lastEndedStatus: "skipped", availableCount: 0 },
    ]);
  });

  it("count as good no longer once they are gone, and the next best takes their place", async () => {
    const now = world.runtime.clock.now();
    const rows: BackupRow[] = [];
    for (const dueAt of [now - 2 * HOUR, now - HOUR]) {
      const backup = await expected(dueAt);
      const seen = await write((tx) =>
        changeStatus(tx, world.system, {
          backup,
          to: "available",
          trigger: "seen",
          set: { imageCreatedAt: dueAt + 1_000, endedAt: now },
          message: "Seen.",
        }),
      );
      if (seen) rows.push(seen);
    }
    const [older, newer] = rows;
    if (!older || !newer) throw new Error("two are needed");
    const { read } = world.runtime.db;
    expect(await read.select().from(instances)).toMatchObject([
      { availableCount: 2, lastGoodBackupId: newer.id },
    ]);
    await write((tx) =>
      changeStatus(tx, world.system, {
        backup: newer,
        to: "gone",
        trigger: "vanished",
        message: "Gone.",
      }),
    );
    expect(await read.select().from(instances)).toMatchObject([
      { availableCount: 1, lastGoodBackupId: older.id, lastGoodAt: older.dueAt + 1_000 },
    ]);
    expect(await read.select().from(instanceDays)).toMatchObject([{ available: 2 }]);
  });
});
