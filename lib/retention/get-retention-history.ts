import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { readSnapshotPrice } from "../costs/read-snapshot-price";
import type { RetentionHistoryDto } from "./compare-dto";
import { listFollowed } from "./followed-schedules.repo";
import { policyOf, readOne } from "./get-instance-retention";
import { readPolicyUse } from "./policies.repo";
import { toRetentionInstance } from "./read-histories";
import { InstanceRetentionRef } from "./schemas";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

/** Of more than these an older part is left out; the answer says how many there are. */
const BACKUPS_MAX = 5_000;

/** An instance's images, schedules and policy, to be planned over where a person tries rules. */
export async function getRetentionHistory(
  ctx: Context,
  input: InstanceRetentionRef & { limit?: number },
): Promise<RetentionHistoryDto> {
  requirePermission(ctx, "policies.read");
  const { instanceId } = InstanceRetentionRef.parse({ instanceId: input.instanceId });
  const { instance, backups } = await readOne(ctx, instanceId);
  const { read } = ctx.runtime.db;
  const policy = await policyOf(ctx, instance);
  const useOf = await readPolicyUse(read, ctx.accounts);
  const { id, name, region, accountId } = instance;
  const schedules = (await listFollowed(read, [id])).get(id) ?? [];
  const newest = backups
    .toSorted((a, b) => (b.imageCreatedAt ?? 0) - (a.imageCreatedAt ?? 0))
    .slice(0, input.limit ?? BACKUPS_MAX);
  return {
    instance: { id, instanceId: instance.instanceId, name, region, accountId },
    facts: toRetentionInstance(instance),
    policy: toRetentionPolicyDto(policy, useOf(policy)),
    schedules: schedules.map(({ id: _id, ...schedule }) => schedule),
    backups: newest.map(({ instanceRef: _ref, ...entry }) => entry),
    total: backups.length,
    snapshotUsdPerGiBMonth: await readSnapshotPrice(read),
  };
}
