import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import { InternalError } from "../errors";
import { newId } from "../ids";
import { findDefaultPolicy, insertPolicy, patchPolicy } from "./policies.repo";
import type { RetentionPolicyRow } from "./policy-row";

export async function requireDefaultPolicy(q: Queryable): Promise<RetentionPolicyRow> {
  const row = await findDefaultPolicy(q);
  if (row) return row;
  throw new InternalError("The installation has no default retention policy.", {
    suggestion: "Restart the application: it makes one when it starts.",
  });
}

/**
 * On the first start; later people decide. True when it was made now. It is enforced: an
 * installation that had one before enforcement existed keeps it switched off.
 */
export async function ensureDefaultPolicy(
  tx: Tx,
  ctx: Context,
  { keepDays }: { keepDays: number },
): Promise<boolean> {
  if ((await findDefaultPolicy(tx)) !== null) return false;
  const now = ctx.runtime.clock.now();
  await insertPolicy(tx, {
    id: newId("pol", now, ctx.runtime.random),
    name: "Default",
    isDefault: true,
    keepDays,
    tiers: {},
    enforced: true,
    changedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  return true;
}

export async function setDefaultKeepDays(
  tx: Tx,
  ctx: Context,
  { keepDays }: { keepDays: number },
): Promise<void> {
  const policy = await requireDefaultPolicy(tx);
  if (policy.keepDays === keepDays) return;
  const now = ctx.runtime.clock.now();
  await patchPolicy(tx, policy.id, { keepDays, changedAt: now, updatedAt: now });
}
