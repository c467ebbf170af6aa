import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { getCredentialRow } from "#lib/credentials/get-credential-row";
import type { InstanceCheckDto } from "./dto";
import { inspectInstance } from "./inspect-instance";
import { findInstanceByAwsId } from "./instance.repo";
import { CheckInstanceInput } from "./schemas";

/** The pre-flight check: what AWS says of an instance, each no with what to do about it. */
export async function checkInstance(
  ctx: Context,
  input: CheckInstanceInput,
): Promise<InstanceCheckDto> {
  requirePermission(ctx, "instances.validate");
  const wanted = CheckInstanceInput.parse(input);
  const { read } = ctx.runtime.db;
  const credential = await getCredentialRow(read, ctx, wanted.credentialId);
  const { accountId, accountRef, defaultRegion: homeRegion } = credential;
  const { steps, found, error } = await inspectInstance(ctx, { ...wanted, accountId, homeRegion });
  const { region, instanceId } = wanted;
  const known = await findInstanceByAwsId(read, { accountRef, region, instanceId });
  return {
    ok: error === null,
    steps,
    instance: found && {
      instanceId,
      region,
      accountId,
      name: found.instance.name,
      tags: found.instance.tags,
      state: found.instance.state,
      instanceType: found.instance.instanceType,
      platform: found.instance.platform,
      volumes: found.volumes ?? [],
    },
    existingId: known && known.removedAt === null ? known.id : null,
  };
}
