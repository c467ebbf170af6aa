import type { z } from "zod";
import { requirePermission } from "#lib/auth/require-permission";
import { writeAs } from "#lib/auth/write-as";
import { toInputError } from "#lib/aws/to-input-error";
import type { Context } from "#lib/context";
import { getCredentialRow } from "#lib/credentials/get-credential-row";
import { requireLasting } from "#lib/credentials/lasting-credential";
import type { Queryable } from "#lib/db/client";
import type { Tx } from "#lib/db/tx";
import { setScheduler } from "#lib/eventbridge/set-scheduler";
import { ValidationError } from "#lib/errors";
import { givePolicy } from "#lib/retention/give-policy";
import { replaceSchedules } from "#lib/schedules/replace-schedules";
import { listInstanceLinks } from "#lib/schedules/schedule-links.repo";
import type { InstanceDto } from "./dto";
import { getInstanceDto, getProtectedRow } from "./get-instance-row";
import { noteInstanceChange, toAudited } from "./instance-changed";
import { patchInstance, type InstanceRecord } from "./instance.repo";
import { UpdateInstanceInput } from "./schemas";
import { setPaused } from "./set-paused";
import { toChoices } from "./to-choices";

type Changes = z.output<typeof UpdateInstanceInput>;

/** Changes what is said and leaves the rest; another credential is tried before it is taken. */
export async function updateInstance(
  ctx: Context,
  input: UpdateInstanceInput,
): Promise<InstanceDto> {
  requirePermission(ctx, "instances.write");
  const changes = UpdateInstanceInput.parse(input);
  if (changes.retentionPolicyId !== undefined) requirePermission(ctx, "policies.write");
  if (changes.paused !== undefined) requirePermission(ctx, "instances.pause");
  if (changes.scheduler !== undefined) requirePermission(ctx, "schedules.write");
  const { db } = ctx.runtime;
  const { instance } = await getProtectedRow(db.read, ctx, changes.instanceId);
  await requireCredential(db.read, ctx, { instance, changes });
  await tryCredential(ctx, { instance, changes });
  return writeAs(ctx, (tx) => write(tx, ctx, changes));
}

async function write(tx: Tx, ctx: Context, changes: Changes): Promise<InstanceDto> {
  const id = changes.instanceId;
  const { instance } = await getProtectedRow(tx, ctx, id);
  const before = toAudited(await getInstanceDto(tx, ctx, id));
  await requireCredential(tx, ctx, { instance, changes });
  const { rebootOnBackup, retentionPolicyId, credentialId, paused, scheduler } = changes;
  const choices = toChoices(changes);
  const now = ctx.runtime.clock.now();
  await patchInstance(tx, id, {
    updatedAt: now,
    ...(rebootOnBackup === undefined ? {} : { rebootOnBackup }),
    ...(credentialId === undefined ? {} : { credentialId }),
    // The next sweep is the first after another schedule.
    ...(choices === undefined ? {} : { retentionChangedAt: now }),
  });
  if (retentionPolicyId !== undefined && retentionPolicyId !== instance.retentionPolicyId) {
    await givePolicy(tx, ctx, { instanceRef: id, policyId: retentionPolicyId });
  }
  if (choices) await replaceSchedules(tx, ctx, { instanceRef: id, choices });
  if (credentialId !== undefined && (await listInstanceLinks(tx, id)).length > 0) {
    await requireLasting(tx, credentialId);
  }
  // After its schedules: they must be ones that AWS can be told.
  if (scheduler !== undefined && scheduler !== instance.scheduler) {
    await setScheduler(tx, ctx, { instanceRef: id, place: instance, scheduler });
  }
  if (paused !== undefined && paused !== instance.paused) await setPaused(tx, ctx, { id, paused });
  const after = toAudited(await getInstanceDto(tx, ctx, id));
  return noteInstanceChange(tx, ctx, { id, action: "instance.update", before, after });
}

interface Change {
  instance: InstanceRecord;
  changes: Changes;
}

async function requireCredential(
  q: Queryable,
  ctx: Context,
  { instance, changes }: Change,
): Promise<void> {
  if (changes.credentialId === undefined) return;
  const credential = await getCredentialRow(q, ctx, changes.credentialId);
  if (credential.accountRef === instance.accountRef) return;
  throw new ValidationError(`This credential belongs to account ${credential.accountId}.`, {
    reason: "OtherAccount",
    suggestion: "Choose one of the instance's own account.",
    fields: { credentialId: ["It belongs to another account."] },
  });
}

/** A credential that cannot see the instance would let its backups fail at night. */
async function tryCredential(ctx: Context, { instance, changes }: Change): Promise<void> {
  const { credentialId } = changes;
  if (credentialId === undefined || credentialId === instance.credentialId) return;
  try {
    const { region, instanceId } = instance;
    const target = { credentialId, region, purpose: "read", interactive: true } as const;
    await (await ctx.runtime.aws.ec2(target)).describeInstances([instanceId]);
  } catch (error) {
    throw toInputError(error, []);
  }
}
