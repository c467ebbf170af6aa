import { requirePermission } from "#lib/auth/require-permission";
import { writeAs } from "#lib/auth/write-as";
import { AwsCallError } from "#lib/aws/aws-call-error";
import { MISSING_PERMISSION_CODES } from "#lib/aws/aws-codes.pure";
import type { Ec2, Ec2Volume } from "#lib/aws/ec2/ec2";
import type { Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { PreconditionFailedError, ServiceError } from "#lib/errors";
import type { InstanceValidationDto } from "./dto";
import { getProtectedRow } from "./get-instance-row";
import type { Inspected } from "./inspect-instance";
import { noteInstanceChange } from "./instance-changed";
import { patchInstance, type InstanceRecord } from "./instance.repo";
import { requireShown } from "./require-shown";
import { InstanceRef } from "./schemas";
import { toSeenColumns } from "./seen-columns";

export interface Verdict {
  /** What AWS shows, `vanished` where it says there is no such instance, null where it is silent. */
  seen: Inspected | "vanished" | null;
  message: string;
  suggestion: string | null;
  code: string | null;
}

/** Looks at the instance in AWS and keeps what it sees: state, name, tags and volumes. */
export async function validateInstance(
  ctx: Context,
  input: InstanceRef,
): Promise<InstanceValidationDto> {
  requirePermission(ctx, "instances.validate");
  const { instanceId: id } = InstanceRef.parse(input);
  const { instance } = await getProtectedRow(ctx.runtime.db.read, ctx, id);
  return keepVerdict(ctx, { id, verdict: await look(ctx, instance) });
}

export async function keepVerdict(
  ctx: Context,
  found: { id: string; verdict: Verdict },
): Promise<InstanceValidationDto> {
  return writeAs(ctx, (tx) => keep(tx, ctx, found));
}

async function look(ctx: Context, row: InstanceRecord): Promise<Verdict> {
  try {
    return toVerdict(await ask(ctx, row));
  } catch (error) {
    return toRefusal(error);
  }
}

export function toVerdict(seen: Inspected): Verdict {
  const message = `AWS shows it as ${seen.instance.state}.`;
  return { seen, message, suggestion: null, code: null };
}

/** Throws again what is no answer of AWS's or ours. */
export function toRefusal(error: unknown): Verdict {
  if (!(error instanceof ServiceError)) throw error;
  const code = error.reason ?? error.code;
  return {
    seen: code === "InvalidInstanceID.NotFound" ? "vanished" : null,
    message: error.message,
    suggestion: error.suggestion ?? null,
    code,
  };
}

async function ask(ctx: Context, row: InstanceRecord): Promise<Inspected> {
  const { credentialId, region, instanceId } = row;
  if (credentialId === null) {
    throw new PreconditionFailedError("No credential reaches this instance.", {
      reason: "CredentialMissing",
      suggestion: "Choose a credential of its account.",
    });
  }
  const target = { credentialId, region, purpose: "read", interactive: true } as const;
  const ec2 = await ctx.runtime.aws.ec2(target);
  const instance = requireShown((await ec2.describeInstances([instanceId]))[0]);
  return { instance, volumes: await lookAtVolumes(ec2, instance.volumeIds) };
}

/** Null where the credential may not see them: sizes are good to know, no more. */
export async function lookAtVolumes(
  ec2: Ec2,
  volumeIds: readonly string[],
): Promise<Ec2Volume[] | null> {
  try {
    return await ec2.describeVolumes(volumeIds);
  } catch (error) {
    if (!(error instanceof AwsCallError && MISSING_PERMISSION_CODES.has(error.awsCode)))
      throw error;
    return null;
  }
}

async function keep(
  tx: Tx,
  ctx: Context,
  { id, verdict }: { id: string; verdict: Verdict },
): Promise<InstanceValidationDto> {
  await getProtectedRow(tx, ctx, id);
  const now = ctx.runtime.clock.now();
  const { seen, message, suggestion, code } = verdict;
  if (seen === "vanished") {
    await patchInstance(tx, id, { state: "vanished", seenAt: now, updatedAt: now });
  } else if (seen !== null) {
    await patchInstance(tx, id, toSeenColumns(seen, now));
  }
  const ok = seen !== null && seen !== "vanished";
  const instance = await noteInstanceChange(tx, ctx, {
    id,
    action: "instance.validate",
    after: { ok, code },
  });
  return { ok, instance, message, suggestion, code };
}
