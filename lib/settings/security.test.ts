import { afterEach, beforeEach, expect, test } from "vitest";
import { actingAs, asUser } from "../auth/as-user";
import { findLiveSession } from "../auth/find-session";
import { requirePermission } from "../auth/require-permission";
import { HOUR, MINUTE } from "../clock";
import { auditEntries } from "../db/schema";
import { anonymousContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createTestSession, createTestUser, signedIn } from "../testing/people";
import { giveSecondFactor } from "../testing/second-factor";
import { getSecurity, updateSecurity } from "./security";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const admin = () => signedIn(userContext(runtime, "admin"));

test("asks for no second factor at first; what is changed is audited", async () => {
  expect(await getSecurity(userContext(runtime, "viewer"))).toEqual({
    secondFactorRoles: [],
    sessionIdleMinutes: 720,
    sessionAbsoluteHours: 168,
  });
  const changed = await updateSecurity(await admin(), { secondFactorRoles: ["admin", "operator"] });
  expect(changed.secondFactorRoles).toEqual(["operator", "admin"]);
  await updateSecurity(await admin(), { secondFactorRoles: ["operator", "admin"] });
  const audit = await runtime.db.read.select().from(auditEntries);
  expect(audit).toMatchObject([
    {
      action: "settings.update_security",
      before: { secondFactorRoles: [] },
      after: { secondFactorRoles: ["operator", "admin"] },
    },
  ]);
});

test("an open session whose role owes one from now on may do nothing but set it up", async () => {
  const user = await createTestUser(runtime, { role: "admin" });
  const opened = await createTestSession(runtime, { user, kind: "web" });
  const now = async () => {
    const found = await findLiveSession(runtime, opened.session.id);
    if (!found) throw new Error("the session ended");
    return { ...actingAs(anonymousContext(runtime), opened), ...asUser(found) };
  };
  await updateSecurity(await now(), { secondFactorRoles: ["admin"] });
  runtime.clock.advance(2_000);
  const owing = await now();
  expect(() => requirePermission(owing, "instances.read")).toThrow(
    expect.objectContaining({ reason: "second_factor_required" }),
  );
  expect(() => requirePermission(owing, "account.secure")).not.toThrow();
  await giveSecondFactor(runtime, user);
  const done = await now();
  expect(() => requirePermission(done, "instances.read")).not.toThrow();
});

test("shorter limits hold for sessions that are open", async () => {
  const user = await createTestUser(runtime);
  const { session } = await createTestSession(runtime, { user, kind: "web" });
  await updateSecurity(await admin(), { sessionIdleMinutes: 5 });
  runtime.clock.advance(5 * MINUTE - 1);
  expect(await findLiveSession(runtime, session.id)).not.toBeNull();
  runtime.clock.advance(1);
  expect(await findLiveSession(runtime, session.id)).toBeNull();
  const { session: longer } = await createTestSession(runtime, { user, kind: "web" });
  await updateSecurity(await admin(), { sessionIdleMinutes: 600, sessionAbsoluteHours: 1 });
  runtime.clock.advance(HOUR);
  expect(await findLiveSession(runtime, longer.id)).toBeNull();
});

test.each([
  {},
  { secondFactorRoles: ["admin", "admin"] },
  { secondFactorRoles: ["nobody"] },
  { sessionIdleMinutes: 4 },
  { sessionAbsoluteHours: 0 },
  { sessionAbsoluteHours: 721 },
])("refuses %j", async (patch) => {
  await expect(updateSecurity(await admin(), patch as never)).rejects.toMatchObject({
    name: "ZodError",
  });
});

test("is for administrators who see every account", async () => {
  const patch = { sessionIdleMinutes: 60 };
  const limited = userContext(runtime, "admin", { accounts: ["acc_1"] });
  for (const as of [userContext(runtime, "operator"), limited]) {
    await expect(updateSecurity(as, patch)).rejects.toMatchObject({ code: "forbidden" });
  }
});
