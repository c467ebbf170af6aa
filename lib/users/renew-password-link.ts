import type { UserRow } from "../auth/sessions.repo";
import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { ConflictError } from "../errors";
import { issuePasswordLink } from "./issue-password-link";
import type { UserWithLinkDto } from "./managed-user-dto";
import { getUserRow, requireUserAdministration } from "./require-user-administration";
import { UserRef } from "./schemas";
import { toManagedUserDto } from "./to-managed-user-dto";
import { userChanged } from "./user-changed";
import { toUserState } from "./user-state.pure";

/** A new link for whoever has not chosen a password yet; the one before ends. */
export async function renewPasswordLink(ctx: Context, input: UserRef): Promise<UserWithLinkDto> {
  requireUserAdministration(ctx, "users.write");
  const { userId } = UserRef.parse(input);
  return ctx.runtime.db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const user = await getUserRow(tx, userId);
    const purpose = requireWaiting(user) === "invited" ? "invite" : "reset";
    const link = await issuePasswordLink(tx, ctx, { userId, purpose });
    await userChanged(tx, ctx, {
      action: "user.renew_link",
      userId,
      after: { username: user.username },
    });
    return { user: await toManagedUserDto(ctx, tx, user), link };
  });
}

function requireWaiting(user: UserRow): "invited" | "reset" {
  const state = toUserState(user);
  if (state === "invited" || state === "reset") return state;
  throw new ConflictError(
    state === "active"
      ? `${user.username} has a password already.`
      : `${user.username} is deactivated.`,
    { suggestion: state === "active" ? "Reset the password instead." : "Activate first." },
  );
}
