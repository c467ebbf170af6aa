import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { readBackups } from "../testing/ledger";
import { HOUR } from "../clock";
import { runTick } from "./run-tick";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime({ now: Date.UTC(2026, 1, 1, 11, 30) });
});
afterEach(() => runtime.close());

const run = (statement: string) => runtime.db.write((tx) => tx.run(sql.raw(statement)));

test("a tick whose step fails does the others, and has not come to its end", async () => {
  const [instance = ""] = await createFleet(runtime, { schedules: ["hourly"] });
  runtime.clock.advance(HOUR);
  await runTick(runtime);
  await run("alter table exclusion_windows rename to unreadable");
  runtime.clock.advance(HOUR);
  await expect(runTick(runtime)).rejects.toThrow("queue what is due");
  // The first one's start window is over: that is another step.
  expect((await readBackups(runtime, instance)).map(({ status }) => status)).toEqual([
    "missed",
    "expected",
  ]);
  await run("alter table unreadable rename to exclusion_windows");
  expect(await runTick(runtime)).toMatchObject({ nextDueAt: expect.any(Number) });
});
