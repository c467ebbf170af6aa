import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getAuditIntegrity } from "../audit/get-audit-integrity";
import { DAY, MINUTE } from "../clock";
import { alerts } from "../db/schema";
import { readSetting } from "../settings/settings.repo";
import { addEntries, makeChain, tamperWith } from "../testing/audit-world";
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

test("a long look that goes on is one; that one fails each time, no further than before, is alerted", async () => {
  await watchAudit(runtime);
  await addEntries(runtime, 11_000);
  const raises = "begin select raise(abort, 'full'); end";
  await tamperWith(
    runtime,
    `create trigger unended before insert on settings when new.key = 'audit.check' ${raises}`,
  );
  const fail = () => expect(watchAudit(runtime)).rejects.toThrow(/settings|full/);
  await rounds(8);
  expect(await integrity()).toMatchObject({ lastCheck: { isStale: true } });
  await fail();
  const far = { entries: expect.any(Number), at: runtime.clock.now() };
  expect(await readSetting(runtime.db.read, "audit.look")).toEqual(far);
  for (let times = 0; times < 2; times++) {
    await rounds(5);
    expect(await openAlerts()).toEqual([]);
    expect(await integrity()).toMatchObject({ lastCheck: { isStale: false } });
    await fail();
  }
  expect(await readSetting(runtime.db.read, "audit.look")).toEqual(far);
  await rounds(1);
  expect(await openAlerts()).toMatchObject([{ kind: "audit.unwatched" }]);
  expect(await integrity()).toMatchObject({ lastCheck: { isStale: true } });
  await tamperWith(runtime, "drop trigger unended");
  await watchAudit(runtime);
  expect(await openAlerts()).toEqual([]);
  expect(await readSetting(runtime.db.read, "audit.look")).toBeNull();
});
