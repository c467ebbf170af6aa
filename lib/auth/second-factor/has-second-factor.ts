import { userIdOf, type Context } from "../../context";
import { requirePermission } from "../require-permission";
import { selectUser } from "../users.repo";

/** Whether a code proves the caller as well as the password does. */
export async function hasSecondFactor(ctx: Context): Promise<boolean> {
  requirePermission(ctx, "account.read");
  const user = await selectUser(ctx.runtime.db.read, userIdOf(ctx.actor) ?? "");
  return user !== null && user.totpConfirmedAt !== null;
}
