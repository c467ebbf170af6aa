import type { Context } from "../../context";
import { HOUR } from "../../clock";
import type { SignInLimit } from "../sign-in-limits";

/** Ten wrong codes at one user in any hour: a window starts with its first failure. */
export function codeLimits(_ctx: Context, userId: string): readonly SignInLimit[] {
  return [{ subject: `code:${userId}`, failuresMax: 5, windowMs: HOUR }];
}
