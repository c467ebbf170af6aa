import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { patchPolicy } from "./policies.repo";
import { notePolicyChange } from "./policy-changed";
import { requireNewPolicyName } from "./policy-name";
import type { RetentionPolicyRow } from "./policy-row";
import { requireRules, type GivenRules } from "./require-rules";

export interface PolicyEdit extends Partial<GivenRules> {
  name?: string;
  recordDays?: number | null;
  enforced?: boolean;
}

/** Only what differs; `changedAt` moves when what it removes may differ. */
export async function editPolicy(
  tx: Tx,
  ctx: Context,
  { before, edit }: { before: RetentionPolicyRow; edit: PolicyEdit },
): Promise<RetentionPolicyRow> {
  const { name = before.name, enforced = before.enforced, recordDays, ...given } = edit;
  const { keepDays, keepCount, tiers, floor, zone } = { ...before, ...given };
  const rules = requireRules({ keepDays, keepCount, tiers, floor, zone });
  const records = recordDays === undefined ? before.recordDays : recordDays;
  if (name !== before.name) await requireNewPolicyName(tx, { before, name });
  const changes = JSON.stringify([rulesOf(before), before.enforced]);
  const moves = changes !== JSON.stringify([rules, enforced]);
  if (!moves && name === before.name && records === before.recordDays) return before;
  const now = ctx.runtime.clock.now();
  const after = await patchPolicy(tx, before.id, {
    ...rules,
    name,
    enforced,
    recordDays: records,
    updatedAt: now,
    ...(moves ? { changedAt: now } : {}),
  });
  await notePolicyChange(tx, ctx, { action: "policy.update", before, after });
  return after;
}

/** In the form that `requireRules` gives, so that equal rules are equal texts. */
function rulesOf({ keepDays, keepCount, tiers, floor, zone }: RetentionPolicyRow) {
  return requireRules({ keepDays, keepCount, tiers, floor, zone });
}
