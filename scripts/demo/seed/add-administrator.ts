import { eq } from "drizzle-orm";
import type { Context } from "#lib/context";
import { users } from "#lib/db/schema/index";
import { newId } from "#lib/ids";
import type { Runtime } from "#lib/runtime";
import { ensureFirstAdministrator } from "#lib/users/ensure-first-administrator";

/**
 * The demo's password was generated for this person and is printed at each start, so there is no
 * first password to change. The answer acts as that person.
 */
export async function addAdministrator(runtime: Runtime, password: string): Promise<Context> {
  const { config } = runtime;
  const withPassword = { ...runtime, config: { ...config, admin: { ...config.admin, password } } };
  await ensureFirstAdministrator(withPassword);
  const now = runtime.clock.now();
  const [user] = await runtime.db.write((tx) =>
    tx
      .update(users)
      .set({ mustChangePassword: false, passwordChangedAt: now })
      .where(eq(users.usernameKey, config.admin.username.toLowerCase()))
      .returning(),
  );
  if (!user) throw new Error("The administrator is missing.");
  return {
    runtime,
    actor: {
      type: "user",
      userId: user.id,
      username: user.username,
      role: user.role,
      sessionId: "demo",
      provenAt: now,
      mustChangePassword: false,
      mustSetUpSecondFactor: false,
    },
    accounts: "all",
    requestId: newId("req", now, runtime.random),
    address: null,
  };
}
