import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { holdBackups } from "../backups/hold-backups";
import type { Context } from "../context";
import { backups, sessions, users } from "../db/schema";
import type { Runtime } from "../runtime";
import { anonymousContext } from "../testing/contexts";
import { TEST_PASSWORD, createTestSession, createTestUser } from "../testing/people";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { changePassword } from "../users/change-password";
import { actingAs } from "./as-user";
import { endSession } from "./end-session";
import { findSession } from "./find-session";
import { proveIdentity } from "./prove-identity";
import { requireStillActing } from "./require-still-acting";
import { requireOwnUser } from "./second-factor/require-own-user";
import type { SessionWithUser } from "./sessions.repo";

const NEW_PASSWORD = "quiet-harbour-41-willow";
let world: RemovalWorld;
let old: SessionWithUser;

beforeEach(async () => {
  world = await createRemovalWorld();
  const user = await createTestUser(world.runtime, { role: "operator" });
  old = await createTestSession(world.runtime, { user, kind: "web" });
});
afterEach(() => world.close());

const as = (who: SessionWithUser) => actingAs(anonymousContext(world.runtime), who);
/** In another tab: another id for the same sign-in. */
const prove = (who = old) =>
  proveIdentity(as(who), {
    password: who.user.passwordHash === old.user.passwordHash ? TEST_PASSWORD : NEW_PASSWORD,
  });
const choose = (who: SessionWithUser) =>
  changePassword(as(who), { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD });
const find = ({ session: { id: sessionId } }: SessionWithUser) =>
  findSession(world.runtime, { sessionId, kind: "web", counts: false });
const setUser = (set: Partial<typeof users.$inferInsert>) =>
  world.runtime.db.write(async (tx) => {
    await tx.update(users).set(set).where(eq(users.id, old.user.id));
  });

/** Holds four backups, while something happens before the second one. */
async function holdWhile(act: () => Promise<unknown>) {
  const { runtime } = world;
  let writes = 0;
  const write: Runtime["db"]["write"] = async (work) => {
    if (++writes === 2) await act();
    return runtime.db.write(work);
  };
  const db: Runtime["db"] = Object.create(runtime.db, { write: { value: write } });
  const ctx: Context = { ...as(old), runtime: { ...runtime, db } };
  const report = await holdBackups(ctx, { ids: world.old.map(({ id }) => id), held: true });
  const rows = await runtime.db.read.select().from(backups);
  expect(rows.filter(({ heldAt }) => heldAt !== null)).toHaveLength(report.done);
  return report;
}

describe("a bulk act whose session got another id by a proof in another tab", () => {
  test("goes on, while nothing new begins under the id from before", async () => {
    expect(await holdWhile(() => prove())).toMatchObject({ done: 4, refused: 0 });
    expect(await find(old)).toBeNull();
    const { read } = world.runtime.db;
    await expect(requireOwnUser(as(old), read)).rejects.toMatchObject({ code: "unauthorized" });
    await expect(prove()).rejects.toMatchObject({ code: "unauthorized" });
  });

  test("goes on after several, and knows the id of now", async () => {
    let last = old;
    const report = await holdWhile(async () => {
      for (let round = 0; round < 3; round++) last = await prove(last);
    });
    expect(report).toMatchObject({ done: 4, refused: 0 });
    const session = await requireStillActing(world.runtime.db.read, as(old));
    expect(session?.id).toBe(last.session.id);
  });

  test.each([
    ["signed out", async () => endSession(as(await prove())), "unauthorized"],
    ["given another password", async () => choose(await prove()), "unauthorized"],
    ["given one, and proven anew", async () => choose(await prove()).then(prove), "unauthorized"],
    ["deactivated", () => prove().then(() => setUser({ active: false })), "unauthorized"],
    ["made a viewer", () => prove().then(() => setUser({ role: "viewer" })), "forbidden"],
    ["limited", () => prove().then(() => setUser({ accountRefs: ["acc_1"] })), "forbidden"],
  ])("is refused from where its person was %s on", async (_what, act, code) => {
    const refused = { ok: false, error: { code } };
    const items = [{ ok: true }, refused, refused, refused];
    expect(await holdWhile(act)).toMatchObject({ done: 1, refused: 3, items });
  });

  test("is not taken on by another sign-in of the same person", async () => {
    const { user } = old;
    const other = await createTestSession(world.runtime, { user, kind: "web" });
    const report = await holdWhile(async () => endSession(as(await prove())));
    expect(report).toMatchObject({ done: 1, refused: 3 });
    expect(await find(other)).not.toBeNull();
  });
});

test("a session from before there were families is followed to its next id too", async () => {
  await world.runtime.db.write(async (tx) => {
    await tx.update(sessions).set({ familyId: "" }).where(eq(sessions.id, old.session.id));
  });
  let proven = old;
  const report = await holdWhile(async () => {
    proven = await prove();
  });
  expect(report).toMatchObject({ done: 4, refused: 0 });
  await endSession(as(old));
  expect(await find(proven)).toBeNull();
});
