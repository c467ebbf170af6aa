import { recordAudit } from "#lib/audit/record-audit";
import { userIdOf, type Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { newId } from "#lib/ids";
import { findInstanceByAwsId, insertInstance } from "./instance.repo";

/**
 * The record of an instance whose backups exist and that nobody protects, as if it had been removed:
 * its backups have somewhere to belong, and leave automatic retention. Answers with our id.
 */
export async function rememberInstance(
  tx: Tx,
  ctx: Context,
  what: { accountRef: string; region: string; instanceId: string; name: string },
): Promise<string> {
  const { accountRef, region, instanceId, name } = what;
  const known = await findInstanceByAwsId(tx, { accountRef, region, instanceId });
  if (known) return known.id;
  const { clock, random } = ctx.runtime;
  const now = clock.now();
  const id = newId("ins", now, random);
  await insertInstance(tx, {
    id,
    accountRef,
    region,
    instanceId,
    name,
    tags: {},
    state: "vanished",
    createdBy: userIdOf(ctx.actor),
    createdAt: now,
    updatedAt: now,
    removedAt: now,
  });
  await recordAudit(tx, ctx, {
    action: "instance.remember",
    targetType: "instance",
    targetId: id,
    accountRef,
    after: { instanceId, region },
  });
  return id;
}
