import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE } from "../clock";
import { auditEntries, events, sessions, users } from "../db/schema";
import { LimitExceededError } from "../errors";
import { anonymousContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "../testing/people";
import { codeOf, giveSecondFactor } from "../testing/second-factor";
import { actingAs } from "./as-user";
import { endSession } from "./end-session";
import { findSession } from "./find-session";
import { proveIdentity } from "./prove-identity";
import { PROOF_MS, requirePermission } from "./require-permission";
import type { SessionWithUser } from "./sessions.repo";

let runtime: TestRuntime;
let old: SessionWithUser;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime);
  old = await createTestSession(runtime, { user, kind: "web" });
});
afterEach(() => runtime.close());

const as = (who: SessionWithUser) => actingAs(anonymousContext(runtime), who);
const prove = (password = TEST_PASSWORD) => proveIdentity(as(old), { password });
const find = (sessionId: string) => findSession(runtime, { sessionId, kind: "web", counts: true });

test("makes the session fresh again, under another id of the same family", async () => {
  runtime.clock.advance(PROOF_MS);
  const before = () => requirePermission(as(old), "credentials.write");
  expect(before).toThrow(expect.objectContaining({ reason: "proof_required" }));
  const proven = await prove();
  expect(() => requirePermission(as(proven), "credentials.write")).not.toThrow();
  const { familyId, createdAt, expiresAt, userAgent } = old.session;
  expect(proven.session).toMatchObject({ familyId, createdAt, expiresAt, userAgent });
  expect(proven.session.id).not.toBe(old.session.id);
  runtime.clock.advance(PROOF_MS);
  const after = () => requirePermission(as(proven), "credentials.write");
  expect(after).toThrow(expect.objectContaining({ reason: "proof_required" }));
});

test("is signed out too by another tab that asked for it under the id from before", async () => {
  const proven = await prove();
  await endSession(as(old));
  expect(await find(proven.session.id)).toBeNull();
});

test("kills the id from before, says so in the audit log, and wakes the streams", async () => {
  const proven = await prove();
  expect(await find(old.session.id)).toBeNull();
  expect(await find(proven.session.id)).not.toBeNull();
  const [row] = await runtime.db.read
    .select()
    .from(sessions)
    .where(eq(sessions.id, old.session.id));
  expect(row).toMatchObject({ endedReason: "replaced" });
  const audit = await runtime.db.read.select().from(auditEntries);
  expect(audit).toMatchObject([
    {
      action: "session.prove",
      actorId: old.user.id,
      targetId: proven.session.id,
      after: { by: "password" },
    },
  ]);
  expect(await runtime.db.read.select().from(events)).toMatchObject([
    { type: "user.changed", entityId: old.user.id },
  ]);
});

test("never lengthens a session", async () => {
  runtime.clock.advance(5 * MINUTE);
  const { session } = await prove();
  expect(session.expiresAt).toBe(old.session.expiresAt);
});

test("a wrong password is the field's fault, changes nothing and counts as a guess", async () => {
  await expect(prove("wrong-wrong-wrong")).rejects.toMatchObject({
    code: "validation",
    fields: { password: [expect.any(String)] },
  });
  expect(await find(old.session.id)).not.toBeNull();
  const audit = await runtime.db.read.select().from(auditEntries);
  expect(audit).toMatchObject([{ action: "session.refuse_proof", actorId: old.user.id }]);
  const guesses = async () => {
    for (let guess = 0; guess < 100; guess++) {
      const error: unknown = await prove("wrong-wrong-wrong").catch((thrown: unknown) => thrown);
      if (error instanceof LimitExceededError) return guess;
    }
    return Infinity;
  };
  expect(await guesses()).toBeLessThan(20);
});

test.each([{}, { password: "" }, { password: TEST_PASSWORD, code: "123456" }])(
  "%j is no proof",
  async (input) => {
    await expect(proveIdentity(as(old), input)).rejects.toThrow("Enter your password");
  },
);

test("of two tabs that prove at once one gets the session, the other must ask with it", async () => {
  const results = await Promise.allSettled([prove(), prove()]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const live = await runtime.db.read.select().from(sessions);
  expect(live.filter(({ endedAt }) => endedAt === null)).toHaveLength(1);
});

test("the password of whoever has the name now proves nothing for a session of before", async () => {
  const { id, username } = old.user;
  await runtime.db.write(async (tx) => {
    await tx.update(users).set({ deletedAt: runtime.clock.now() }).where(eq(users.id, id));
  });
  await createTestUser(runtime, { username });
  await expect(prove()).rejects.toMatchObject({ code: "unauthorized" });
});

test("whoever was deactivated meanwhile gets no session", async () => {
  const given = prove();
  await runtime.db.write(async (tx) => {
    await tx.update(users).set({ active: false });
  });
  await expect(given).rejects.toMatchObject({ code: expect.stringMatching(/unauth|valid/) });
  const live = await runtime.db.read.select().from(sessions);
  expect(live.filter(({ provenAt }) => provenAt > old.session.provenAt)).toEqual([]);
});

test("nobody and no job has anything to prove", async () => {
  const given = { password: TEST_PASSWORD };
  await expect(proveIdentity(anonymousContext(runtime), given)).rejects.toMatchObject({
    code: "unauthorized",
  });
  const job = { ...anonymousContext(runtime), actor: { type: "system", job: "x" } as const };
  await expect(proveIdentity(job, given)).rejects.toMatchObject({ code: "unauthorized" });
});

test("a code proves it as well, once, and says so in the audit log", async () => {
  const { secret } = await giveSecondFactor(runtime, old.user);
  const code = codeOf(secret, runtime.clock.now());
  const proven = await proveIdentity(as(old), { code });
  expect(proven.session.familyId).toBe(old.session.familyId);
  expect(await find(old.session.id)).toBeNull();
  const audit = await runtime.db.read.select().from(auditEntries);
  expect(audit.at(-1)).toMatchObject({ action: "session.prove", after: { by: "code" } });
  const again = proveIdentity(as(proven), { code });
  await expect(again).rejects.toMatchObject({ fields: { code: [expect.any(String)] } });
  expect(await find(proven.session.id)).not.toBeNull();
  await expect(proveIdentity(as(proven), { password: TEST_PASSWORD })).resolves.toBeDefined();
});

test("without a second factor no code proves anything, and none is counted as a guess", async () => {
  for (let round = 0; round < 30; round++) {
    const given = proveIdentity(as(old), { code: "123456" });
    await expect(given).rejects.toMatchObject({ code: "validation" });
  }
  expect(await find(old.session.id)).not.toBeNull();
});
