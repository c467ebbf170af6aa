import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { actingAs } from "../../auth/as-user";
import { findSession } from "../../auth/find-session";
import { proveIdentity } from "../../auth/prove-identity";
import type { SessionWithUser } from "../../auth/sessions.repo";
import { HOUR, MINUTE } from "../../clock";
import { auditEntries, events, sessions } from "../../db/schema";
import { ForbiddenError, NotFoundError } from "../../errors";
import { writeSetting } from "../../settings/settings.repo";
import { anonymousContext, systemContext, userContext } from "../../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../../testing/create-test-runtime";
import { TEST_PASSWORD, createTestSession, createTestUser } from "../../testing/people";
import { endOtherSessions, endOwnSession, endSessionOf, endSessionsOfUser } from "./end-sessions";
import { listOwnSessions, listSessions } from "./list-sessions";

let runtime: TestRuntime;
let here: SessionWithUser;
let there: SessionWithUser;
let foreign: SessionWithUser;

beforeEach(async () => {
  runtime = await createTestRuntime();
  const user = await createTestUser(runtime, { role: "viewer" });
  here = await createTestSession(runtime, { user, kind: "web" });
  there = await createTestSession(runtime, { user, kind: "api" });
  const other = await createTestUser(runtime);
  foreign = await createTestSession(runtime, { user: other, kind: "web" });
});
afterEach(() => runtime.close());

const as = (who: SessionWithUser) => actingAs(anonymousContext(runtime), who);
const admin = () => actingAs(anonymousContext(runtime), foreign);
const isAlive = async ({ session: { id: sessionId, kind } }: SessionWithUser) =>
  (await findSession(runtime, { sessionId, kind, counts: false })) !== null;
const set = (value: number) => {
  return { value, updatedAt: runtime.clock.now(), updatedBy: null };
};
const audit = () => runtime.db.read.select().from(auditEntries);

describe("the list", () => {
  test("has one's own that live, says which one asks, and holds no secret", async () => {
    const { items, total } = await listOwnSessions(as(here));
    expect(total).toBe(2);
    expect(items).toContainEqual(
      expect.objectContaining({
        id: here.session.familyId,
        kind: "web",
        device: "test",
        address: "203.0.113.7",
        current: true,
      }),
    );
    expect(items).toContainEqual(expect.objectContaining({ kind: "api", current: false }));
  });

  test("has one line for a sign-in, however often its id changed, and the line keeps its id", async () => {
    let who = here;
    for (let round = 0; round < 3; round++) {
      who = await proveIdentity(as(who), { password: TEST_PASSWORD });
    }
    const { items } = await listOwnSessions(as(who));
    expect(items.filter(({ kind }) => kind === "web")).toMatchObject([
      { id: here.session.familyId, current: true },
    ]);
    await endOwnSession(as(who), { sessionId: here.session.familyId });
    expect(await isAlive(who)).toBe(false);
  });

  test("leaves out what the limits have ended, also when they are lowered now", async () => {
    runtime.clock.advance(30 * MINUTE);
    expect((await listOwnSessions(as(here))).total).toBe(2);
    await runtime.db.write((tx) =>
      writeSetting(tx, { key: "security.sessionIdleMinutes", ...set(20) }),
    );
    runtime.clock.advance(3_000);
    expect((await listOwnSessions(as(here))).total).toBe(0);
    expect(await isAlive(here)).toBe(false);
  });

  test("has what signing in believes alone, where the clock went back", async () => {
    const now = runtime.clock.now();
    runtime.clock.advance(HOUR / 2);
    const ahead = await createTestSession(runtime, { user: here.user, kind: "web" });
    await findSession(runtime, { sessionId: there.session.id, kind: "api", counts: true });
    runtime.clock.set(now + 5 * MINUTE);
    const { items } = await listOwnSessions(as(here));
    const ids = [here, there].map(({ session }) => session.familyId);
    expect(items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    // One that was seen in the future has idled since it began.
    expect(items.map(({ lastSeenAt }) => Date.parse(lastSeenAt))).toEqual([now, now]);
    expect([await isAlive(here), await isAlive(there), await isAlive(ahead)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("of another user is an administrator's, who must see every account", async () => {
    const { id: userId } = here.user;
    expect((await listSessions(admin(), { userId })).total).toBe(2);
    const asked = listSessions(as(there), { userId: foreign.user.id });
    await expect(asked).rejects.toBeInstanceOf(ForbiddenError);
    const limited = { ...admin(), accounts: ["acc_1"] };
    await expect(listSessions(limited, { userId })).rejects.toBeInstanceOf(ForbiddenError);
    const unknown = listSessions(admin(), { userId: "usr_none" });
    await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
  });

  test("is nobody's without a person behind it", async () => {
    await expect(listOwnSessions(systemContext(runtime))).rejects.toMatchObject({
      code: "unauthorized",
    });
  });
});

describe("an absolute limit that is lowered", () => {
  test("acts on sessions that exist", async () => {
    runtime.clock.advance(90 * MINUTE);
    await runtime.db.write((tx) =>
      writeSetting(tx, { key: "security.sessionAbsoluteHours", ...set(1) }),
    );
    runtime.clock.advance(3_000);
    expect(await isAlive(here)).toBe(false);
    const fresh = await createTestSession(runtime, { user: here.user, kind: "web" });
    expect(fresh.session.expiresAt).toBe(runtime.clock.now() + HOUR);
  });
});

describe("ending one", () => {
  test("is at once, audited, told to open pages, and asks for no proof", async () => {
    runtime.clock.advance(HOUR / 2);
    await endOwnSession(as(here), { sessionId: there.session.familyId });
    expect([await isAlive(here), await isAlive(there)]).toEqual([true, false]);
    expect(await audit()).toMatchObject([
      {
        action: "session.end",
        targetId: there.session.familyId,
        before: { userId: here.user.id, kind: "api", device: "test" },
      },
    ]);
    expect(await runtime.db.read.select().from(events)).toMatchObject([
      { type: "user.changed", entityId: here.user.id },
    ]);
  });

  test.each(["ses_none", ""])("that there is not (%j) is not found", async (sessionId) => {
    await expect(endOwnSession(as(here), { sessionId })).rejects.toBeInstanceOf(NotFoundError);
  });

  test("of somebody else is not found, and lives on", async () => {
    const { familyId: sessionId } = foreign.session;
    await expect(endOwnSession(as(here), { sessionId })).rejects.toBeInstanceOf(NotFoundError);
    expect(await isAlive(foreign)).toBe(true);
  });

  test("that has ended already is not found, and is audited once", async () => {
    const { familyId: sessionId } = there.session;
    await endOwnSession(as(here), { sessionId });
    await expect(endOwnSession(as(here), { sessionId })).rejects.toBeInstanceOf(NotFoundError);
    expect(await audit()).toHaveLength(1);
  });

  test("of a user by an administrator needs a fresh proof, and the user it belongs to", async () => {
    const of = { userId: here.user.id, sessionId: there.session.familyId };
    const stale = userContext(runtime, "admin", { provenAt: 0 });
    await expect(endSessionOf(stale, of)).rejects.toMatchObject({ reason: "proof_required" });
    await expect(endSessionOf(as(here), of)).rejects.toBeInstanceOf(ForbiddenError);
    const ofAnother = { ...of, userId: foreign.user.id };
    await expect(endSessionOf(admin(), ofAnother)).rejects.toBeInstanceOf(NotFoundError);
    await endSessionOf(admin(), of);
    expect(await isAlive(there)).toBe(false);
  });
});

describe("ending all", () => {
  test("of one's own but this one", async () => {
    expect(await endOtherSessions(as(here))).toBe(1);
    expect([await isAlive(here), await isAlive(there), await isAlive(foreign)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(await endOtherSessions(as(here))).toBe(0);
    expect((await audit()).map(({ action }) => action)).toEqual(["session.end_all"]);
  });

  test("of one's own spares this one also under the id that a proof in another tab gave it", async () => {
    const proven = await proveIdentity(as(here), { password: TEST_PASSWORD });
    expect(await endOtherSessions(as(here))).toBe(1);
    expect([await isAlive(proven), await isAlive(there)]).toEqual([true, false]);
  });

  test("of a user by an administrator", async () => {
    const { id: userId } = here.user;
    await expect(endSessionsOfUser(as(here), { userId })).rejects.toBeInstanceOf(ForbiddenError);
    const unknown = endSessionsOfUser(admin(), { userId: "usr_none" });
    await expect(unknown).rejects.toBeInstanceOf(NotFoundError);
    expect(await endSessionsOfUser(admin(), { userId })).toBe(2);
    expect([await isAlive(here), await isAlive(there), await isAlive(foreign)]).toEqual([
      false,
      false,
      true,
    ]);
    const ended = await runtime.db.read.select().from(sessions).where(eq(sessions.userId, userId));
    expect(ended.map(({ endedReason }) => endedReason)).toEqual(["ended", "ended"]);
  });
});
