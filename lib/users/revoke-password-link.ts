import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { revokeLinks } from "./password-links.repo";
import { getUserRow, requireUserAdministration } from "./require-user-administration";
import { UserRef } from "./schemas";
import { userChanged } from "./user-changed";

/** The open link of a user works no more. Harmless when there is none. */
export async function revokePasswordLink(ctx: Context, input: UserRef): Promise<void> {
  requireUserAdministration(ctx, "users.write");
  const { userId } = UserRef.parse(input);
  const { db, clock } = ctx.runtime;
  await db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const { username } = await getUserRow(tx, userId);
    if ((await revokeLinks(tx, { userId, at: clock.now() })) === 0) return;
    await userChanged(tx, ctx, { action: "user.revoke_link", userId, after: { username } });
  });
}
