import { afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE } from "#lib/clock";
import { watchAudit } from "#lib/health/watch-audit";
import type { RepeatedJob } from "#lib/queue/queue";
import { makeChain } from "#lib/testing/audit-world";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { withLease } from "./with-lease";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const job = { signal: new AbortController().signal };

const repeatOf = (owner: string, run: (of: RepeatedJob) => Promise<void>) =>
  withLease({ runtime, owner, repeat: { name: "audit", everyMs: MINUTE, run } });

/** Runs a round of ten minutes in one process, and answers how often another one ran beside it. */
async function besideLong(saysSo: boolean): Promise<number> {
  let others = 0;
  const other = repeatOf("b", async () => void (others += 1));
  const long = repeatOf("a", async ({ goesOn }) => {
    for (let minute = 0; minute < 10; minute++) {
      runtime.clock.advance(MINUTE);
      if (saysSo) await goesOn?.();
      await other.run(job);
    }
  });
  await long.run(job);
  return others;
}

test("a round that takes long and says that it goes on is no other process's", async () => {
  expect(await besideLong(true)).toBe(0);
});

test("one that says nothing is taken over after three rounds", async () => {
  expect(await besideLong(false)).toBeGreaterThan(0);
});

test("whoever took the work over meanwhile keeps it", async () => {
  let ran = 0;
  const knowing = withLease({
    runtime,
    owner: "b",
    repeat: { name: "audit", everyMs: MINUTE, run: async () => void (ran += 1) },
    knowsMore: async () => true,
  });
  const long = repeatOf("a", async ({ goesOn }) => {
    runtime.clock.advance(MINUTE);
    await knowing.run(job);
    await goesOn?.();
  });
  await long.run(job);
  const again = repeatOf("a", async () => void (ran += 10));
  await again.run(job);
  expect(ran).toBe(1);
});

test("a look at all of the audit log says so with each part that it read", async () => {
  await makeChain(runtime, { entries: 1_600 });
  let said = 0;
  await watchAudit(runtime, { ...job, goesOn: async () => void (said += 1) });
  expect(said).toBeGreaterThanOrEqual(3);
});
