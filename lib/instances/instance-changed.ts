import { recordAudit } from "#lib/audit/record-audit";
import type { Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { emitEvent } from "#lib/events/emit-event";
import type { InstanceDto } from "./dto";
import { getInstanceDto } from "./get-instance-row";

/** The audit entry and the event of a change, with the instance as it now is. */
export async function noteInstanceChange(
  tx: Tx,
  ctx: Context,
  change: {
    id: string;
    action: `instance.${string}`;
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
  },
): Promise<InstanceDto> {
  const dto = await getInstanceDto(tx, ctx, change.id);
  const { accountRef } = dto;
  const { id, action, before, after } = change;
  await recordAudit(tx, ctx, {
    action,
    targetType: "instance",
    targetId: id,
    accountRef,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  });
  await emitEvent(ctx.runtime, tx, { type: "instance.changed", entityId: id, accountRef });
  return dto;
}

/** What the audit log tells of an instance: what people decide, and which one it is. */
export function toAudited(dto: InstanceDto): Record<string, unknown> {
  return {
    instanceId: dto.instanceId,
    region: dto.region,
    accountId: dto.accountId,
    credentialId: dto.credentialId,
    paused: dto.paused,
    scheduler: dto.scheduler,
    rebootOnBackup: dto.rebootOnBackup,
    retentionPolicyId: dto.retentionPolicyId,
    schedules: dto.schedules.map(({ cron, zone }) => `${cron} ${zone}`),
  };
}
