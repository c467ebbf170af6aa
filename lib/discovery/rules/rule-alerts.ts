import { findOpenAlert } from "../../alerts/alert.repo";
import { clearAlert } from "../../alerts/clear-alert";
import { raiseAlert } from "../../alerts/raise-alert";
import type { Context } from "../../context";
import type { Queryable } from "../../db/client";
import type { Tx } from "../../db/tx";
import type { RuleRow } from "./rules.repo";

const fallOf = ({ id }: RuleRow) => `rules.fell/${id}`;
const troubleOf = ({ id }: RuleRow) => `rules.failing/${id}`;

/** Fewer match than before by a fifth or more: a tag was changed, or what it protects is going. */
export async function raiseFall(
  tx: Tx,
  ctx: Context,
  { rule, from, to }: { rule: RuleRow; from: number; to: number },
): Promise<void> {
  await raiseAlert(tx, ctx, {
    ...aboutRule(rule),
    cause: fallOf(rule),
    kind: "rules.fell",
    title: to === 0 ? "A rule matches no instance any more" : "A rule matches fewer instances",
    message: toFallWords(rule, { from, to }),
    suggestion:
      "Tags were changed, or instances have gone: look at what matches, and mend the tags or the rule. Acknowledge this where it is meant.",
  });
}

/** How many there are is told of one account: whoever reads it may not see all of the others. */
function toFallWords(rule: RuleRow, { from, to }: { from: number; to: number }): string {
  if (rule.accountRefs?.length !== 1) {
    const fewer = to === 0 ? "none any more" : "fewer than before by a fifth or more";
    return `Of the instances that ${nameOf(rule)} matched there are ${fewer}.`;
  }
  const before = `${from} ${from === 1 ? "instance" : "instances"}`;
  return `The rule “${rule.name}” matched ${before}, and now ${to === 0 ? "none" : to}.`;
}

export async function forgetFall(
  tx: Tx,
  ctx: Context,
  { rule, reason }: { rule: RuleRow; reason: string },
): Promise<void> {
  await clearAlert(tx, ctx, { cause: fallOf(rule), reason });
}

/** Acknowledged by a person, or closed in some other way. */
export async function isFallSettled(q: Queryable, rule: RuleRow): Promise<boolean> {
  const alert = await findOpenAlert(q, fallOf(rule));
  return alert === null || alert.status === "acknowledged";
}

/** What matches is left unprotected by what the rule itself says. */
export async function raiseTrouble(
  tx: Tx,
  ctx: Context,
  { rule, message }: { rule: RuleRow; message: string },
): Promise<void> {
  await raiseAlert(tx, ctx, {
    ...aboutRule(rule),
    cause: troubleOf(rule),
    kind: "rules.failing",
    title: "A rule cannot protect what matches",
    message: mayBeNamed(rule)
      ? `The rule “${rule.name}” could not protect an instance: ${message}`
      : "A rule for some accounts could not protect an instance; the rules say which and why.",
    suggestion: "Open the rule and choose a schedule and a policy that exist.",
  });
}

export async function forgetTrouble(
  tx: Tx,
  ctx: Context,
  { rule, reason }: { rule: RuleRow; reason: string },
): Promise<void> {
  await clearAlert(tx, ctx, { cause: troubleOf(rule), reason });
}

function aboutRule(rule: RuleRow) {
  const { id, accountRefs } = rule;
  const [only] = accountRefs ?? [];
  return {
    severity: "warning",
    accountRef: accountRefs?.length === 1 && only !== undefined ? only : null,
    link: mayBeNamed(rule) ? `/instances/rules/${id}` : "/instances/rules",
  } as const;
}

/** An alert is of one account or for everybody; a rule for some accounts is for neither. So is a look. */
export function mayBeNamed({ accountRefs }: RuleRow): boolean {
  return accountRefs === null || accountRefs.length === 1;
}

function nameOf(rule: RuleRow): string {
  return mayBeNamed(rule) ? `the rule “${rule.name}”` : "a rule for some accounts";
}
