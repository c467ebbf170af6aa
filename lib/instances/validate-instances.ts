import { requirePermission } from "#lib/auth/require-permission";
import type { Ec2 } from "#lib/aws/ec2/ec2";
import { runEach, type BulkReportDto } from "#lib/bulk";
import type { Context } from "#lib/context";
import { PreconditionFailedError } from "#lib/errors";
import { listProtected, type InstanceRecord } from "./instance.repo";
import { BulkInstancesInput } from "./schemas";
import {
  keepVerdict,
  lookAtVolumes,
  toRefusal,
  toVerdict,
  validateInstance,
  type Verdict,
} from "./validate-instance";

/** Looks at many in AWS: two calls for all that one credential reaches in a region. */
export async function validateInstances(
  ctx: Context,
  input: BulkInstancesInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "instances.validate");
  const { ids } = BulkInstancesInput.parse(input);
  const rows = await listProtected(ctx.runtime.db.read, { ids, accounts: ctx.accounts });
  // One account's trouble delays no other's.
  const looked = await Promise.all(inGroups(rows).map((group) => lookAtGroup(ctx, group)));
  const verdicts = new Map(looked.flatMap((of) => [...of]));
  return runEach(ctx, ids, async (id) => {
    const verdict = verdicts.get(id);
    // What the list did not show is asked for by its id: only AWS's refusal of that is an answer.
    const answer = verdict
      ? await keepVerdict(ctx, { id, verdict })
      : await validateInstance(ctx, { instanceId: id });
    if (answer.ok) return { text: answer.message };
    const { code, suggestion } = answer;
    throw new PreconditionFailedError(answer.message, {
      ...(code === null ? {} : { reason: code }),
      ...(suggestion === null ? {} : { suggestion }),
    });
  });
}

interface Group {
  credentialId: string;
  region: string;
  rows: InstanceRecord[];
}

function inGroups(rows: readonly InstanceRecord[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const { credentialId, region } = row;
    if (credentialId === null) continue;
    const key = `${credentialId} ${region}`;
    const group = groups.get(key) ?? { credentialId, region, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** By our id; a refusal of the call is every row's, and those that AWS leaves out have no entry. */
async function lookAtGroup(ctx: Context, group: Group): Promise<Map<string, Verdict>> {
  const { credentialId, region, rows } = group;
  try {
    const target = { credentialId, region, purpose: "read", interactive: true } as const;
    return await ask(await ctx.runtime.aws.ec2(target), rows);
  } catch (error) {
    const refusal = toRefusal(error);
    return new Map(rows.map(({ id }) => [id, refusal]));
  }
}

async function ask(ec2: Ec2, rows: readonly InstanceRecord[]): Promise<Map<string, Verdict>> {
  const shown = await ec2.findInstances(rows.map(({ instanceId }) => instanceId));
  const volumes = await lookAtVolumes(
    ec2,
    shown.flatMap(({ volumeIds }) => volumeIds),
  );
  const verdicts = new Map<string, Verdict>();
  for (const { id, instanceId } of rows) {
    const instance = shown.find((one) => one.instanceId === instanceId);
    if (instance === undefined) continue;
    const own = volumes?.filter(({ volumeId }) => instance.volumeIds.includes(volumeId)) ?? null;
    verdicts.set(id, toVerdict({ instance, volumes: own }));
  }
  return verdicts;
}
