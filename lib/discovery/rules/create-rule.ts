import { requirePermission } from "../../auth/require-permission";
import { writeAs } from "../../auth/write-as";
import { userIdOf, type Context } from "../../context";
import { newId } from "../../ids";
import { beginRun } from "../request-discovery";
import type { RuleDto } from "./dto";
import { countMatches, listPlacesToProtect } from "./match.repo";
import { mayBeNamed } from "./rule-alerts";
import { noteRuleChange } from "./rule-changed";
import { insertRule, type RuleRow } from "./rules.repo";
import { requireFreeRuleName, requireGifts, requireMayDecide } from "./require-rule";
import { CreateRuleInput } from "./schemas";
import { sumOf } from "./sum-of.pure";
import { toRuleDto } from "./to-rule-dto";

/** What matches now is looked at and protected at once; what appears later, when a look shows it. */
export async function createRule(ctx: Context, input: CreateRuleInput): Promise<RuleDto> {
  requirePermission(ctx, "instances.write");
  const wanted = CreateRuleInput.parse(input);
  if (wanted.retentionPolicyId !== null) requirePermission(ctx, "policies.write");
  requireMayDecide(ctx, wanted.accountRefs);
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const row = await writeAs(ctx, async (tx) => {
    await requireFreeRuleName(tx, { name: wanted.name });
    await requireGifts(tx, wanted);
    const counts = Object.fromEntries(await countMatches(tx, wanted));
    const created: RuleRow = {
      id: newId("rul", now, random),
      ...wanted,
      counts,
      matchCount: sumOf(counts),
      countedAt: now,
      fellFrom: null,
      fellAt: null,
      protectedCount: 0,
      error: null,
      createdBy: userIdOf(ctx.actor),
      createdAt: now,
      updatedAt: now,
    };
    await insertRule(tx, created);
    await noteRuleChange(tx, ctx, { action: "rule.create", after: created });
    return created;
  });
  await lookAtMatches(ctx, row);
  return toRuleDto(ctx, row);
}

/** A new look at the places where it has something to protect. */
export async function lookAtMatches(ctx: Context, rule: RuleRow): Promise<void> {
  if (!rule.enabled) return;
  const places = await listPlacesToProtect(ctx.runtime.db.read, rule);
  if (places.length === 0) return;
  const wanted = places.map((place) => ({ ...place, credentialId: null }));
  const by = mayBeNamed(rule) ? `the rule ${rule.name}` : "a rule for some accounts";
  await beginRun(ctx, { places: wanted, by });
}
