import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR, SECOND } from "#lib/clock";
import { LEDGER_DONE_LEASE } from "#lib/health/get-readiness";
import { findLease } from "#lib/leases/leases.repo";
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
