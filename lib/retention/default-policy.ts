import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import { InternalError } from "../errors";
import { newId } from "../ids";
import {
  findDefaultPolicy,
  insertPolicy,
  patchPolicy,
  type RetentionPolicyRow,
} from "./default-policy.repo";

export async function requireDefaultPolicy(q: Queryable): Promise<RetentionPolicyRow> {
  const row = await findDefaultPolicy(q);
  if (row) return row;
  throw new InternalError("The installation has no default retention policy.", {
    suggestion: "Restart the application: it makes one when it starts.",
  });
}

/** On the first start; later the settings page decides. True when it was made now. */
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
    enforced: false,
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
  await patchPolicy(tx, policy.id, { keepDays, updatedAt: ctx.runtime.clock.now() });
}
