import { afterEach, beforeEach, expect, test } from "vitest";
import { endSession } from "#lib/auth/end-session";
import { requireStillActing } from "#lib/auth/require-still-acting";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { addAdministrator } from "./add-administrator";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

test("who prepares the demo acts in a session of its own, until that ends", async () => {
  const ctx = await addAdministrator(runtime, "ember-orchid-92-lattice");
  expect(ctx.actor).toMatchObject({ type: "user", role: "admin", mustChangePassword: false });
  const actAgain = () => runtime.db.write((tx) => requireStillActing(tx, ctx));
  await actAgain();
  await endSession(ctx);
  await expect(actAgain()).rejects.toThrow("Your session has ended.");
});
