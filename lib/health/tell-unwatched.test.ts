import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getAuditIntegrity } from "../audit/get-audit-integrity";
import { DAY, MINUTE } from "../clock";
import { alerts } from "../db/schema";
import { makeChain } from "../testing/audit-world";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { tellUnwatched } from "./tell-unwatched";
import { watchAudit } from "./watch-audit";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await makeChain(runtime, { entries: 10 });
});
afterEach(() => runtime.close());

async function rounds(count: number): Promise<void> {
  for (let done = 0; done < count; done++) {
    await tellUnwatched(runtime);
    runtime.clock.advance(MINUTE);
  }
}

const openAlerts = () =>
  runtime.db.read
    .select({ kind: alerts.kind, severity: alerts.severity, message: alerts.message })
    .from(alerts)
    .where(eq(alerts.status, "open"));

const integrity = () => getAuditIntegrity(userContext(runtime, "admin"));

test("ten minutes without a look are alerted and shown, until there is one", async () => {
  await watchAudit(runtime);
  const at = new Date(runtime.clock.now()).toISOString();
  await rounds(10);
  expect(await openAlerts()).toEqual([]);
  expect(await integrity()).toMatchObject({ lastCheck: { isStale: false } });
  await rounds(1);
  expect(await openAlerts()).toEqual([
    {
      kind: "audit.unwatched",
      severity: "critical",
      message: `The last look at it was at ${at}. One is due each minute.`,
    },
  ]);
  expect(await integrity()).toMatchObject({ lastCheck: { isStale: true, problems: 0 } });
  await watchAudit(runtime);
  expect(await openAlerts()).toEqual([]);
  expect(await integrity()).toMatchObject({ lastCheck: { isStale: false } });
});

test("where there never was a look, that is alerted too", async () => {
  await rounds(11);
  expect(await openAlerts()).toMatchObject([{ message: expect.stringMatching(/^There was no/) }]);
});

test("a clock that jumps and a start after days make no look too old", async () => {
  await watchAudit(runtime);
  runtime.clock.advance(3 * DAY);
  await rounds(2);
  await watchAudit(runtime);
  await rounds(10);
  expect(await openAlerts()).toEqual([]);
});
