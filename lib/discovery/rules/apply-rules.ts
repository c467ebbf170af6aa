import { inChunks } from "../../aws/ec2/filter-value.pure";
import { chooseLasting } from "../../credentials/lasting-credential";
import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { ServiceError } from "../../errors";
import { findInstanceByAwsId } from "../../instances/instance.repo";
import { storeInstance } from "../../instances/store-instance";
import { listByIds, type DiscoveredRow } from "../discovered.repo";
import type { Place } from "../place.pure";
import { listToProtect } from "./match.repo";
import { forgetTrouble, raiseTrouble } from "./rule-alerts";
import { toKeptError } from "./rule-error";
import { ruleChanged } from "./rule-changed";
import { addProtected, findRule, listRuleRows, patchRule, type RuleRow } from "./rules.repo";
import { RuleSchedules } from "./schemas";

const PER_WRITE = 20;
const AT_ONCE_MAX = 10_000;

/**
 * Protects what a look at this place has just shown and a rule wants: the first rule that matches,
 * once. What a person removed or left unprotected stays so. Answers with how many it protected.
 */
export async function applyRules(ctx: Context, place: Place): Promise<number> {
  let count = 0;
  for (const rule of await listRuleRows(ctx.runtime.db.read)) {
    if (rule.enabled && isFor(rule, place)) count += await applyRule(ctx, { rule, place });
  }
  return count;
}

function isFor({ accountRefs, regions }: RuleRow, { accountRef, region }: Place): boolean {
  return (accountRefs?.includes(accountRef) ?? true) && (regions?.includes(region) ?? true);
}

async function applyRule(
  ctx: Context,
  { rule, place }: { rule: RuleRow; place: Place },
): Promise<number> {
  const { db } = ctx.runtime;
  const wanted = await listToProtect(db.read, { rule, place, limit: AT_ONCE_MAX });
  if (wanted.length === 0) return 0;
  const asRule: Context = { ...ctx, actor: { type: "system", job: `rule ${rule.name}` } };
  let count = 0;
  try {
    for (const rows of inChunks(wanted, PER_WRITE)) {
      count += await db.write((tx) => protectPart(tx, asRule, { rule, rows }));
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const message = toKeptError(rule, error);
    await db.write(async (tx) => {
      await patchRule(tx, rule.id, { error: message });
      await raiseTrouble(tx, ctx, { rule, message });
      await ruleChanged(tx, ctx, rule);
    });
    return count;
  }
  if (rule.error !== null) await db.write((tx) => noteWell(tx, ctx, rule));
  return count;
}

async function noteWell(tx: Tx, ctx: Context, rule: RuleRow): Promise<void> {
  await patchRule(tx, rule.id, { error: null });
  await forgetTrouble(tx, ctx, { rule, reason: "It protects again." });
  await ruleChanged(tx, ctx, rule);
}

async function protectPart(
  tx: Tx,
  ctx: Context,
  { rule, rows }: { rule: RuleRow; rows: readonly DiscoveredRow[] },
): Promise<number> {
  // Somebody may have edited the rule, or protected or left one of them alone, in between.
  const current = await findRule(tx, rule.id);
  if (!current?.enabled || current.updatedAt !== rule.updatedAt) return 0;
  const fresh = await listByIds(
    tx,
    rows.map(({ id }) => id),
  );
  let count = 0;
  for (const { id } of rows) {
    const row = fresh.get(id);
    if (!row || row.ignoredAt !== null || row.goneAt !== null) continue;
    if ((await findInstanceByAwsId(tx, row)) !== null) continue;
    // The credential that showed it may have been deleted since, or hold keys that end.
    const { accountRef, credentialId: preferredId } = row;
    const credentialId = await chooseLasting(tx, { accountRef, preferredId });
    if (credentialId === undefined) continue;
    await protectOne(tx, ctx, { rule: current, row: { ...row, credentialId } });
    count += 1;
  }
  if (count > 0) {
    await addProtected(tx, { id: rule.id, by: count });
    await ruleChanged(tx, ctx, rule);
  }
  return count;
}

async function protectOne(
  tx: Tx,
  ctx: Context,
  { rule, row }: { rule: RuleRow; row: DiscoveredRow },
): Promise<void> {
  const { accountRef, region, instanceId, credentialId } = row;
  const { name, tags, state, instanceType, platform, volumeCount, seenAt } = row;
  const updatedAt = ctx.runtime.clock.now();
  await storeInstance(tx, ctx, {
    accountRef,
    region,
    instanceId,
    credentialId,
    removed: null,
    seen: {
      name,
      tags,
      state,
      instanceType,
      platform,
      volumeCount,
      volumeGiB: null,
      seenAt,
      updatedAt,
    },
    schedules: RuleSchedules.parse(rule.schedules),
    rebootOnBackup: rule.rebootOnBackup,
    ...(rule.retentionPolicyId === null ? {} : { retentionPolicyId: rule.retentionPolicyId }),
    rule: { id: rule.id, name: rule.name },
  });
}
