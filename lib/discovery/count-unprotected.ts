import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { countRunningUnprotected } from "./list.repo";

/** Running instances that are not protected and that nobody wants left so. */
export async function countUnprotected(ctx: Context): Promise<number> {
  requirePermission(ctx, "instances.read");
  return countRunningUnprotected(ctx.runtime.db.read, ctx.accounts);
}
