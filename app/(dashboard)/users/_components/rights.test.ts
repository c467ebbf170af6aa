import { describe, expect, test } from "vitest";
import { createTestRuntime } from "#lib/testing/create-test-runtime";
import { addTestPeople, createTestUser } from "#lib/testing/people";
import { userContext } from "#lib/testing/contexts";
import { updateUser } from "#lib/users/update-user";
import { toRights, toTouchedRights, type UserDraft } from "./rights.pure";

const SHOWN: UserDraft = { email: "", role: "admin", isLimited: false, accountRefs: [] };
const touched = (typed: Partial<UserDraft>) => toTouchedRights(typed, { ...SHOWN, ...typed });

describe("what a form about a user sends", () => {
  test("is what was touched, each field for itself", () => {
    expect(touched({})).toEqual({});
    expect(touched({ email: " jo@example.org " })).toEqual({ email: "jo@example.org" });
    expect(touched({ role: "viewer" })).toEqual({ role: "viewer" });
    expect(touched({ isLimited: true, accountRefs: ["acc_1"] })).toEqual({
      accountRefs: ["acc_1"],
    });
    expect(touched({ isLimited: false })).toEqual({ accountRefs: null });
  });

  test("of somebody new is all of it", () => {
    expect(toRights(SHOWN)).toEqual({ email: "", role: "admin", accountRefs: null });
  });

  test("gives nothing back that another administrator took away meanwhile", async () => {
    const runtime = await createTestRuntime();
    await addTestPeople(runtime);
    const admin = userContext(runtime, "admin");
    await createTestUser(runtime, { username: "who-stays" });
    const user = await createTestUser(runtime, { username: "jo", role: "admin" });
    await updateUser(admin, { userId: user.id, changes: { role: "viewer" } });
    const changes = touched({ email: "jo@example.org" });
    const after = await updateUser(admin, { userId: user.id, changes });
    expect(after).toMatchObject({ email: "jo@example.org", role: "viewer" });
    await runtime.close();
  });
});
