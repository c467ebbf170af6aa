import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock";
import {
  apiTokens,
  auditSegments,
  events,
  guesses,
  idempotencyKeys,
  leases,
  secondFactorEnrolments,
  sessions,
  signInChallenges,
  users,
} from "../db/schema";
import { SEGMENT_ENTRIES } from "../audit/archive-entries";
import { ensureDefaults } from "../settings/ensure-defaults";
import { getSettings } from "../settings/get-settings";
import { updateSettings } from "../settings/update-settings";
import { makeChain } from "../testing/audit-world";
import { userContext } from "../testing/contexts";
import { createTestUser, signedIn } from "../testing/people";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { runHousekeeping } from "./run-housekeeping";

let runtime: TestRuntime;
let now: number;

beforeEach(async () => {
  runtime = await createTestRuntime();
  now = runtime.clock.now();
});
afterEach(() => runtime.close());

async function addEvents(count: number, at: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    return { at, type: "test.changed", entityId: String(index), accountRef: null };
  });
  for (let start = 0; start < count; start += 500) {
    await runtime.db.write(async (tx) => {
      await tx.insert(events).values(rows.slice(start, start + 500));
    });
  }
}

test("entries of the audit log are archived from the age on that is set", async () => {
  await ensureDefaults(runtime);
  await makeChain(runtime, { entries: 2 * SEGMENT_ENTRIES });
  runtime.clock.advance(45 * DAY);
  const admin = await signedIn(userContext(runtime, "admin"));
  const { auditArchiveDays } = await getSettings(admin);
  expect(auditArchiveDays).toBe(400);
  await runHousekeeping(runtime);
  expect(await runtime.db.read.$count(auditSegments)).toBe(0);
  await updateSettings(admin, { auditArchiveDays: 30 });
  await runHousekeeping(runtime);
  expect(await runtime.db.read.$count(auditSegments)).toBe(1);
});

test("events older than an hour go, however many, but the newest thousand stay", async () => {
  await addEvents(2_700, now - 2 * HOUR);
  await runHousekeeping(runtime);
  const left = await runtime.db.read.select({ id: events.id }).from(events).orderBy(asc(events.id));
  expect(left).toHaveLength(1_000);
  expect(left[0]?.id).toBe(1_701);
});

test("events of the last hour stay, however many", async () => {
  await addEvents(1_500, now - 59 * MINUTE);
  await runHousekeeping(runtime);
  expect(await runtime.db.read.$count(events)).toBe(1_500);
});

test("idempotency keys stay a day", async () => {
  const key = (id: string, createdAt: number) => ({
    userId: "usr_a",
    key: id,
    fingerprint: "",
    createdAt,
  });
  await runtime.db.write(async (tx) => {
    await tx.insert(idempotencyKeys).values([key("old", now - DAY - 1), key("new", now - DAY + 1)]);
  });
  await runHousekeeping(runtime);
  const left = await runtime.db.read.select({ key: idempotencyKeys.key }).from(idempotencyKeys);
  expect(left).toEqual([{ key: "new" }]);
});

test("sessions stay while they live and a month beyond their end", async () => {
  const session = (id: string, times: { expiresAt: number; endedAt?: number }) => ({
    id,
    userId: "usr_a",
    kind: "web" as const,
    createdAt: 0,
    lastSeenAt: 0,
    provenAt: 0,
    ...times,
  });
  await runtime.db.write(async (tx) => {
    await tx.insert(users).values({
      id: "usr_a",
      username: "a",
      usernameKey: "a",
      role: "viewer",
      passwordHash: "",
      createdAt: 0,
      updatedAt: 0,
    });
    await tx
      .insert(sessions)
      .values([
        session("live", { expiresAt: now + HOUR }),
        session("ended", { expiresAt: now + HOUR, endedAt: now - DAY }),
        session("ended-long-ago", { expiresAt: now + HOUR, endedAt: now - 31 * DAY }),
        session("ran-out-long-ago", { expiresAt: now - 31 * DAY }),
      ]);
  });
  await runHousekeeping(runtime);
  const left = await runtime.db.read.select({ id: sessions.id }).from(sessions);
  expect(left.map(({ id }) => id).toSorted()).toEqual(["ended", "live"]);
});

test("begun sign-ins and second factors that nobody confirmed go as soon as they are over", async () => {
  const { id: userId } = await createTestUser(runtime);
  const begun = (id: string, expiresAt: number) => ({ id, userId, createdAt: 0, expiresAt });
  await runtime.db.write(async (tx) => {
    await tx
      .insert(signInChallenges)
      .values(
        [begun("over", now - 1), begun("open", now)].map((row) => ({ ...row, passwordHash: "" })),
      );
    await tx.insert(secondFactorEnrolments).values({ ...begun("over", now - 1), secret: "" });
  });
  await runHousekeeping(runtime);
  const left = await runtime.db.read.select().from(signInChallenges);
  expect(left.map(({ id }) => id)).toEqual(["open"]);
  expect(await runtime.db.read.$count(secondFactorEnrolments)).toBe(0);
});

test("personal tokens stay while they live and a month beyond their end", async () => {
  const user = await createTestUser(runtime);
  const token = (id: string, times: { expiresAt: number; revokedAt?: number }) => ({
    id,
    userId: user.id,
    name: id,
    tokenHash: id,
    last4: "abcd",
    scopes: [],
    createdAt: 0,
    ...times,
  });
  await runtime.db.write(async (tx) => {
    await tx
      .insert(apiTokens)
      .values([
        token("live", { expiresAt: now + DAY }),
        token("revoked", { expiresAt: now + DAY, revokedAt: now - DAY }),
        token("revoked-long-ago", { expiresAt: now + DAY, revokedAt: now - 31 * DAY }),
        token("ran-out", { expiresAt: now - DAY }),
        token("ran-out-long-ago", { expiresAt: now - 31 * DAY }),
      ]);
  });
  await runHousekeeping(runtime);
  const left = await runtime.db.read.select({ id: apiTokens.id }).from(apiTokens);
  expect(left.map(({ id }) => id).toSorted()).toEqual(["live", "ran-out", "revoked"]);
});

test("failed sign-ins stay a day, dead processes an hour, and the last tick for good", async () => {
  const lease = (name: string, expiresAt: number) => ({
    name,
    owner: "x",
    description: "",
    renewedAt: 0,
    expiresAt,
  });
  await runtime.db.write(async (tx) => {
    const guess = { kind: "password", subject: "x", network: "y", deviceId: null } as const;
    await tx.insert(guesses).values([
      { ...guess, id: "old", at: now - HOUR },
      { ...guess, id: "new", at: now - HOUR + 1 },
    ]);
    await tx
      .insert(leases)
      .values([
        lease("process:worker:dead", now - HOUR - 1),
        lease("keys:dead", now - HOUR - 1),
        lease("process:worker:just-died", now - MINUTE),
        lease("tick", now - DAY),
      ]);
  });
  await runHousekeeping(runtime);
  expect(await runtime.db.read.$count(guesses)).toBe(1);
  const left = await runtime.db.read.select({ name: leases.name }).from(leases);
  expect(left.map(({ name }) => name).toSorted()).toEqual(["process:worker:just-died", "tick"]);
});
