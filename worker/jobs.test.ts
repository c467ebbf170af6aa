import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startBackup } from "#lib/backups/start-backup";
import { HOUR, MINUTE, SECOND } from "#lib/clock";
import { LEDGER_DONE_LEASE, TICK_DONE_LEASE } from "#lib/health/get-readiness";
import { findLease } from "#lib/leases/leases.repo";
import { createBackupWorld } from "#lib/testing/backup-world";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { createJobs } from "./jobs";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const job = { signal: new AbortController().signal };

async function ledgerOf(jobs: ReturnType<typeof createJobs>) {
  const ledger = jobs.everywhere.find(({ name }) => name === "ledger");
  await ledger?.run(job);
  return findLease(runtime.db.read, LEDGER_DONE_LEASE);
}

test("the ledger leaves the first tick its time, and looks also once the clock was set back", async () => {
  const jobs = createJobs(runtime, "test");
  runtime.clock.advance(4 * SECOND);
  expect(await ledgerOf(jobs)).toBeNull();
  runtime.clock.advance(-HOUR);
  expect(await ledgerOf(jobs)).toMatchObject({ renewedAt: runtime.clock.now() });
  await jobs.stop();
});

test("what AWS is at work on is looked at also while the scheduler fails", async () => {
  const world = await createBackupWorld();
  const { db, queue } = world.runtime;
  const { id } = await startBackup(world.operator, { instanceId: world.fleet[0]?.id ?? "" });
  await world.tick();
  expect(await world.backup(id)).toMatchObject({ status: "pending" });
  await db.write((tx) => tx.run(sql`alter table exclusion_windows rename to unreadable`));
  await world.advance(MINUTE);
  const jobs = createJobs(world.runtime, "test");
  const tick = jobs.repeats.find(({ name }) => name === "tick");
  await expect(tick?.run(job)).rejects.toThrow("queue what is due");
  expect(queue.waiting()).toMatchObject([{ name: "poll.images" }]);
  expect(await findLease(db.read, TICK_DONE_LEASE)).toBeNull();
  await jobs.stop();
  await world.close();
});
