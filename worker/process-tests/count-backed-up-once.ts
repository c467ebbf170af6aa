import { expect } from "vitest";
import type { AttemptRow, BackupRow } from "#lib/backups/backup-row";
import { attempts, auditEntries, backupEvents } from "#lib/db/schema/index";
import type { ProcessWorld } from "./process-world";

/**
 * The truth of AWS against our records: expects of every backup that exactly one live image exists,
 * which is the one it names, and that what was written on the way there is in order. Answers with
 * how many there are.
 */
export async function countBackedUpOnce(world: ProcessWorld): Promise<number> {
  const rows = await world.rows();
  const { items: images } = await world.sim.control.images({ live: true, limit: 10_000 });
  const made = images.map(({ imageId, tags }) => [tags["amivault:backup"], imageId].join(" "));
  expect(made.toSorted()).toEqual(rows.map(({ key, imageId }) => `${key} ${imageId}`).toSorted());
  const tries = await world.runtime.db.read.select().from(attempts);
  for (const row of rows) {
    expectAtRest(row);
    expectAttempts(
      row,
      tries.filter(({ backupId }) => backupId === row.id),
    );
  }
  await expectTimeLines(world, rows);
  await expectNothingUnwritten(world, tries);
  return rows.length;
}

function expectAtRest(row: BackupRow): void {
  expect(row).toMatchObject({
    status: "available",
    leaseToken: null,
    leaseExpiresAt: null,
    notBeforeAt: null,
    secondImageId: null,
    statusCode: null,
    imageState: "available",
    progressPercent: 100,
  });
}

function expectAttempts(row: BackupRow, tries: readonly AttemptRow[]): void {
  const inOrder = tries.toSorted((a, b) => a.number - b.number);
  expect(inOrder.map(({ number }) => number)).toEqual(inOrder.map((_, index) => index + 1));
  const last = inOrder.at(-1);
  expect(last).toMatchObject({
    number: row.attemptNumber,
    status: "accepted",
    imageId: row.imageId,
    imageName: row.imageName,
  });
  expect(inOrder.slice(0, -1).every(({ status }) => status === "failed")).toBe(true);
  expect(inOrder.every(({ endedAt }) => endedAt !== null)).toBe(true);
}

/** Ended once, by the time line and by the audit log. */
async function expectTimeLines(world: ProcessWorld, rows: readonly BackupRow[]): Promise<void> {
  const { read } = world.runtime.db;
  const steps = await read.select().from(backupEvents);
  const audited = await read.select().from(auditEntries);
  for (const { id } of rows) {
    const mine = steps.filter(
      ({ backupId, type }) => backupId === id && type.startsWith("status."),
    );
    const types = mine.toSorted((a, b) => a.at - b.at).map(({ type }) => type);
    expect(types.filter((type) => type === "status.available")).toHaveLength(1);
    expect(types.at(-1)).toBe("status.available");
    expect(types).toContain("status.queued");
    expect(types).toContain("status.creating");
    expect(types.filter((type) => /failed|missed|skipped/.test(type))).toEqual([]);
    const ends = audited.filter(
      ({ targetId, action }) => targetId === id && action === "backup.available",
    );
    expect(ends).toHaveLength(1);
  }
}

/** Every request that reached AWS had been written down before. */
async function expectNothingUnwritten(
  world: ProcessWorld,
  tries: readonly AttemptRow[],
): Promise<void> {
  const { items } = await world.sim.control.calls({ action: "CreateImage" });
  // Adding an instance asks AWS with DryRun whether it may be backed up.
  const sent = items.filter(({ outcome }) => outcome !== "DryRunOperation");
  const written = tries.reduce((sum, { sendCount }) => sum + sendCount, 0);
  expect(sent.length).toBeLessThanOrEqual(written);
}
