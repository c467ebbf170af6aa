import type { Context } from "../context";
import type { LiveSession } from "./find-session";
import type { SessionWithUser } from "./sessions.repo";

/** Who a live session is, and what of the accounts they see. */
export function asUser({
  session,
  user,
  mustSetUpSecondFactor,
}: LiveSession): Pick<Context, "actor" | "accounts"> {
  return {
    actor: {
      type: "user",
      userId: user.id,
      username: user.username,
      role: user.role,
      sessionId: session.id,
      provenAt: session.provenAt,
      mustChangePassword: user.mustChangePassword,
      mustSetUpSecondFactor,
    },
    accounts: user.accountRefs ?? "all",
  };
}

/** The same request, now with a name to it, for what comes right after a proof. */
export function actingAs(ctx: Context, by: SessionWithUser): Context {
  return { ...ctx, ...asUser({ ...by, mustSetUpSecondFactor: false }) };
}
