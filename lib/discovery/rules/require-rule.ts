import { requireAccount, requireEveryAccount } from "../../auth/require-permission";
import type { Context } from "../../context";
import type { Queryable } from "../../db/client";
import { ConflictError, NotFoundError, ValidationError } from "../../errors";
import { findPolicy } from "../../retention/policies.repo";
import { requireDefaultSchedule } from "../../schedules/default-schedule";
import { requireSchedule } from "../../schedules/schedule-error";
import { findSchedule } from "../../schedules/schedules.repo";
import type { InstanceScheduleChoice } from "../../schedules/schemas";
import { findRule, findRuleNamed, type RuleRow } from "./rules.repo";

/** A rule for accounts that the caller does not see is none for them. */
export function seesRule({ accounts }: Context, { accountRefs }: Pick<RuleRow, "accountRefs">) {
  if (accounts === "all" || accountRefs === null) return true;
  return accountRefs.every((accountRef) => accounts.includes(accountRef));
}

export async function requireRule(q: Queryable, ctx: Context, id: string): Promise<RuleRow> {
  const row = await findRule(q, id);
  if (!row || !seesRule(ctx, row)) throw new NotFoundError("The rule");
  return row;
}

/** At the beginning of a sentence; the name of a rule that the caller does not see is not told. */
export function nameRule(ctx: Context, rule: RuleRow): string {
  return seesRule(ctx, rule) ? `The rule “${rule.name}”` : "A rule for other accounts";
}

/** One for every account is decided only by who sees every account. */
export function requireMayDecide(ctx: Context, accountRefs: readonly string[] | null): void {
  if (accountRefs === null) return requireEveryAccount(ctx, "This rule is");
  for (const accountRef of accountRefs) requireAccount(ctx, accountRef, "The account");
}

export async function requireFreeRuleName(
  q: Queryable,
  { name, except }: { name: string; except?: string },
): Promise<void> {
  const known = await findRuleNamed(q, name);
  if (!known || known.id === except) return;
  throw new ConflictError("A rule of this name exists.", {
    reason: "RuleExists",
    fields: { name: ["Choose another name."] },
  });
}

/** What a rule gives must exist while it is saved; what goes later, the rule says. */
export async function requireGifts(
  q: Queryable,
  gifts: { schedules: readonly InstanceScheduleChoice[]; retentionPolicyId: string | null },
): Promise<void> {
  for (const choice of gifts.schedules) await requireChoice(q, choice);
  const { retentionPolicyId } = gifts;
  if (retentionPolicyId === null) return;
  const policy = await findPolicy(q, retentionPolicyId);
  if (policy?.instanceRef === null) return;
  throw new ValidationError("That retention policy does not exist.", {
    fields: { retentionPolicyId: ["Choose one of the policies there are."] },
  });
}

async function requireChoice(q: Queryable, choice: InstanceScheduleChoice): Promise<void> {
  if (choice === "default") return;
  if (typeof choice === "object" && "scheduleId" in choice) {
    if (await findSchedule(q, choice.scheduleId)) return;
    throw new ValidationError("That schedule does not exist.", {
      fields: { schedules: ["Choose one of the schedules there are."] },
    });
  }
  const given = typeof choice === "string" ? { schedule: choice, zone: undefined } : choice;
  const zone = given.zone ?? (await requireDefaultSchedule(q)).zone;
  requireSchedule({ spec: given.schedule, zone });
}
