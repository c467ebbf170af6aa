import { userIdOf, type Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { newId } from "#lib/ids";
import { givePolicy } from "#lib/retention/give-policy";
import { replaceSchedules } from "#lib/schedules/replace-schedules";
import type { InstanceScheduleChoice } from "#lib/schedules/schemas";
import { readRebootDefault } from "#lib/settings/reboot-default";
import type { InstanceDto } from "./dto";
import { getInstanceDto } from "./get-instance-row";
import { noteInstanceChange, toAudited } from "./instance-changed";
import { insertInstance, patchInstance, type InstanceRecord } from "./instance.repo";
import type { toSeenColumns } from "./seen-columns";

export interface NewProtection {
  accountRef: string;
  region: string;
  /** EC2's. */
  instanceId: string;
  credentialId: string;
  seen: Omit<ReturnType<typeof toSeenColumns>, "volumeCount"> & { volumeCount: number | null };
  /** Its record from before it was removed: it comes back with its history. */
  removed: InstanceRecord | null;
  schedules: readonly InstanceScheduleChoice[];
  /** As the settings say unless given. */
  rebootOnBackup?: boolean | null | undefined;
  /** Null for the default policy; what it had stays where nothing is said. */
  retentionPolicyId?: string | null | undefined;
  /** The rule that asked for it. */
  rule?: { id: string; name: string };
}

/** In the transaction of the verb that has judged permission and asked AWS. */
export async function storeInstance(
  tx: Tx,
  ctx: Context,
  wanted: NewProtection,
): Promise<InstanceDto> {
  const { removed, region, instanceId, accountRef, rule } = wanted;
  const { runtime, actor } = ctx;
  const now = runtime.clock.now();
  const id = removed?.id ?? newId("ins", now, runtime.random);
  const chosen = {
    ...wanted.seen,
    credentialId: wanted.credentialId,
    rebootOnBackup: wanted.rebootOnBackup ?? (await readRebootDefault(tx)),
    paused: false,
    removedAt: null,
    retentionAfterRemoval: false,
  };
  if (removed) {
    // Its policy holds again: the first sweep asks before it takes what has gathered.
    await patchInstance(tx, id, { ...chosen, retentionChangedAt: now, retentionSweptAt: null });
  } else {
    const createdBy = userIdOf(actor);
    const which = { id, accountRef, region, instanceId, createdBy, createdAt: now };
    await insertInstance(tx, { ...which, ...chosen });
  }
  if (wanted.retentionPolicyId !== undefined) {
    await givePolicy(tx, ctx, { instanceRef: id, policyId: wanted.retentionPolicyId });
  }
  await replaceSchedules(tx, ctx, { instanceRef: id, choices: wanted.schedules });
  const after = {
    ...toAudited(await getInstanceDto(tx, ctx, id)),
    ...(rule ? { rule } : {}),
  };
  const action = removed ? "instance.add-again" : "instance.add";
  return noteInstanceChange(tx, ctx, { id, action, after });
}
