import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startBackup } from "#lib/backups/start-backup";
import { HOUR, MINUTE, SECOND } from "#lib/clock";
import { alerts } from "#lib/db/schema/index";
import { LEDGER_DONE_LEASE, TICK_DONE_LEASE } from "#lib/health/get-readiness";
import { findLease } from "#lib/leases/leases.repo";
import { addEntries, makeChain } from "#lib/testing/audit-world";
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

test("a process whose entries were cut tells of it though another one looks, which does not undo that", async () => {
  await makeChain(runtime, { entries: 10 });
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), "amivault-web-"));
  const web = await createTestRuntime({
    folder: elsewhere,
    seed: "web",
    env: { DATABASE_URL: runtime.config.database.url },
  });
  const pace = () => {
    runtime.clock.advance(MINUTE);
    web.clock.advance(runtime.clock.now() - web.clock.now());
  };
  const jobs = createJobs(runtime, "worker");
  const ofWeb = createJobs(web, "web");
  const look = (of: typeof jobs) => of.everywhere.find(({ name }) => name === "audit")?.run(job);
  const openAlerts = () =>
    runtime.db.read
      .select({ kind: alerts.kind, message: alerts.message })
      .from(alerts)
      .where(eq(alerts.status, "open"));
  pace();
  await look(jobs);
  await look(ofWeb);
  expect(await findLease(runtime.db.read, "audit")).toMatchObject({ owner: "worker" });
  await addEntries(web, 3);
  await runtime.db.write(async (tx) => {
    await tx.run(sql`drop trigger audit_entries_kept`);
    await tx.run(sql`delete from audit_entries where seq > 10`);
  });
  pace();
  await look(jobs);
  expect(await openAlerts()).toEqual([]);
  await look(ofWeb);
  const cut = { kind: "audit.broken", message: expect.stringContaining("11 to 13: cut off") };
  expect(await openAlerts()).toEqual([cut]);
  pace();
  await look(jobs);
  expect(await openAlerts()).toEqual([cut]);
  await jobs.stop();
  await ofWeb.stop();
  await web.close();
  rmSync(elsewhere, { recursive: true });
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
