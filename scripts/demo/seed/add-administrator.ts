import { eq } from "drizzle-orm";
import { actingAs } from "#lib/auth/as-user";
import { createSession } from "#lib/auth/create-session";
import type { Context } from "#lib/context";
import { users } from "#lib/db/schema/index";
import { newId } from "#lib/ids";
import type { Runtime } from "#lib/runtime";
import { ensureFirstAdministrator } from "#lib/users/ensure-first-administrator";

/**
 * The demo's password was generated for this person and is printed at each start, so there is no
 * first password to change. The answer acts as that person, in a session of its own.
 */
export async function addAdministrator(runtime: Runtime, password: string): Promise<Context> {
  const { config } = runtime;
  const withPassword = { ...runtime, config: { ...config, admin: { ...config.admin, password } } };
  await ensureFirstAdministrator(withPassword);
  const now = runtime.clock.now();
  const nobody: Context = {
    runtime,
    actor: { type: "anonymous" },
    accounts: "all",
    requestId: newId("req", now, runtime.random),
    address: null,
  };
  return runtime.db.write(async (tx) => {
    const [user] = await tx
      .update(users)
      .set({ mustChangePassword: false, passwordChangedAt: now })
      .where(eq(users.usernameKey, config.admin.username.toLowerCase()))
      .returning();
    if (!user) throw new Error("The administrator is missing.");
    const kept = { userId: user.id, kind: "web", userAgent: "demo" } as const;
    return actingAs(nobody, { user, session: await createSession(tx, nobody, kept) });
  });
}
