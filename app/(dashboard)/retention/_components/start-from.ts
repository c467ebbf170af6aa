import type { Context } from "#lib/context";
import { getPolicy } from "#lib/retention/get-policy";
import { orNotFound } from "#lib/web/session";
import type { DraftedPolicy } from "./policy-draft.pure";
import { decodeRules } from "./rules-code.pure";

/** A new policy may start as a copy of another (`from`), or with rules that were tried (`rules`). */
export async function startFrom(
  ctx: Context,
  params: Readonly<Record<string, string | string[] | undefined>>,
): Promise<DraftedPolicy | null> {
  const { from, rules: code } = params;
  if (typeof from === "string") {
    const policy = await orNotFound(getPolicy(ctx, { policyId: from }));
    return { ...policy, name: `${policy.name} (copy)`.slice(0, 100) };
  }
  const rules = typeof code === "string" ? decodeRules(code) : null;
  return rules && { ...rules, name: "", enforced: true, recordDays: null };
}
