import type { Context } from "../../context";
import type { Queryable } from "../../db/client";
import { ForbiddenError } from "../../errors";
import { nameRule } from "./require-rule";
import { listRulesGiving, type RuleRow } from "./rules.repo";

/**
 * What a rule gives is changed by nobody who may not see all that gets it, also before anything
 * did: whose accounts a rule is for is known from the first.
 */
export async function requireSeesReceivers(
  q: Queryable,
  ctx: Context,
  gift: ({ scheduleId: string } | { policyId: string }) & { suggestion: string },
): Promise<void> {
  if (ctx.accounts === "all") return;
  const hidden = (await listRulesGiving(q, gift)).find((rule) => !seesAllOf(ctx, rule));
  if (!hidden) return;
  throw new ForbiddenError(`${nameRule(ctx, hidden)} gives it to what you may not see.`, {
    suggestion: gift.suggestion,
  });
}

/** A rule for every account is seen by everybody, what it protects is not. */
function seesAllOf({ accounts }: Context, { accountRefs }: RuleRow): boolean {
  if (accounts === "all") return true;
  return accountRefs !== null && accountRefs.every((accountRef) => accounts.includes(accountRef));
}
