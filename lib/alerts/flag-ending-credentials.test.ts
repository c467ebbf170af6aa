import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, MINUTE, toIso } from "../clock";
import { alerts, credentials } from "../db/schema";
import { LEDGER_DONE_LEASE } from "../health/get-readiness";
import { stampLease } from "../leases/stamp-lease";
import { runLedger } from "../schedules/run-ledger";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";

const credentialId = "crd_trial";
let runtime: TestRuntime;
let endsAt: number;
beforeEach(async () => {
  runtime = await createTestRuntime();
  await createFleet(runtime);
  endsAt = runtime.clock.now() + 60 * MINUTE;
  await runtime.db.write((tx) =>
    tx.insert(credentials).values({
      id: credentialId,
      accountRef: "acc_1",
      name: "Trial",
      kind: "session",
      defaultRegion: "eu-west-1",
      expiresAt: endsAt,
      createdAt: 0,
      updatedAt: 0,
    }),
  );
});
afterEach(() => runtime.close());

const isIt = () => eq(credentials.id, credentialId);
const set = (change: Partial<typeof credentials.$inferInsert>) =>
  runtime.db.write((tx) => tx.update(credentials).set(change).where(isIt()));

/** Of these kinds, the open ones. */
async function lookAt(instant: number) {
  runtime.clock.set(instant);
  await runLedger(runtime);
  await runLedger(runtime);
  const all = await runtime.db.read.select().from(alerts);
  return all.filter(
    ({ kind, closedAt }) => kind.startsWith("credentials.end") && closedAt === null,
  );
}

test("temporary keys are told of half an hour before they end, and once they have", async () => {
  expect(await lookAt(endsAt - 31 * MINUTE)).toEqual([]);
  const [soon, ...none] = await lookAt(endsAt - 30 * MINUTE);
  expect(none).toEqual([]);
  expect(soon).toMatchObject({
    kind: "credentials.ending",
    severity: "warning",
    memberCount: 1,
    link: `/credentials/${credentialId}`,
    message: expect.stringContaining(toIso(endsAt).slice(11, 16)),
  });
  expect(await lookAt(endsAt - 1)).toMatchObject([{ id: soon?.id }]);
  const [ended, ...more] = await lookAt(endsAt);
  expect(more).toEqual([]);
  expect(ended).toMatchObject({ kind: "credentials.ended", memberCount: 1 });
  expect(await lookAt(endsAt + 60 * MINUTE)).toMatchObject([{ id: ended?.id, memberCount: 1 }]);
});

test.each([
  ["other keys", { expiresAt: Date.UTC(2027, 0, 1) }],
  ["keys that do not end", { kind: "access_key" as const, expiresAt: null }],
  ["nobody any more", { deletedAt: 1 }],
])("%s close what was told", async (_what, change) => {
  for (const instant of [endsAt - MINUTE, endsAt + MINUTE]) {
    await set({ kind: "session", expiresAt: endsAt, deletedAt: null });
    expect(await lookAt(instant)).toHaveLength(1);
    await set(change);
    expect(await lookAt(instant + 1)).toEqual([]);
  }
});

test("what ended long before the last look is no news; what ended since is, however long it was", async () => {
  const twoDays = 2 * DAY;
  const round = { name: LEDGER_DONE_LEASE, owner: "ledger" };
  runtime.clock.set(endsAt + twoDays);
  await stampLease(runtime, round);
  expect(await lookAt(endsAt + twoDays)).toEqual([]);
  runtime.clock.set(endsAt - 1);
  await stampLease(runtime, round);
  expect(await lookAt(endsAt + twoDays)).toMatchObject([{ kind: "credentials.ended" }]);
  expect(await lookAt(endsAt + 2 * twoDays)).toMatchObject([{ kind: "credentials.ended" }]);
});
