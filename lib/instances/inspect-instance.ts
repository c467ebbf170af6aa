import type { Ec2, Ec2Instance, Ec2Volume } from "#lib/aws/ec2/ec2";
import { toInputError } from "#lib/aws/to-input-error";
import type { Context } from "#lib/context";
import { requireEnabledRegion } from "#lib/credentials/require-enabled-region";
import { ServiceError, ValidationError } from "#lib/errors";
import type { CheckStepDto } from "./dto";
import { findVolumes } from "./find-volumes";
import { requireBackable } from "./require-backable";
import { requireShown } from "./require-shown";
import { requireBackupPermission } from "./require-backup-permission";

export interface Inspected {
  instance: Ec2Instance;
  /** Null where they may not be read. */
  volumes: Ec2Volume[] | null;
}

export interface Inspection {
  steps: CheckStepDto[];
  found: Inspected | null;
  /** What to throw where the instance is to be added; null when everything is well. */
  error: unknown;
}

export interface InspectionTarget {
  credentialId: string;
  /** The 12 digits the credential is known to reach. */
  accountId: string;
  /** A region the credential is known to reach: another one may not even exist. */
  homeRegion: string;
  region: string;
  instanceId: string;
}

const FIELDS = ["region", "instanceId"];

/** The questions of the pre-flight check in their order, up to the first that is answered no. */
export async function inspectInstance(ctx: Context, target: InspectionTarget): Promise<Inspection> {
  const { aws, config } = ctx.runtime;
  const { credentialId, region, homeRegion } = target;
  const steps: CheckStepDto[] = [];
  let found: Inspected | null = null;

  async function step(name: CheckStepDto["step"], ask: () => Promise<string>): Promise<void> {
    try {
      steps.push({ step: name, ok: true, message: await ask(), suggestion: null, code: null });
    } catch (error) {
      steps.push(toFailedStep(name, error));
      throw error;
    }
  }

  try {
    await step("identity", () => askIdentity(ctx, target));
    const reading = { credentialId, purpose: "read", interactive: true } as const;
    await step("region", async () => {
      await requireEnabledRegion(await aws.ec2({ ...reading, region: homeRegion }), region);
      return `${region} is enabled for the account.`;
    });
    await step("instance", async () => {
      found = await askInstance(await aws.ec2({ ...reading, region }), target.instanceId);
      return `${target.instanceId} is ${found.instance.state}.`;
    });
    await step("permission", async () => {
      const creating = { credentialId, region, purpose: "create", interactive: true } as const;
      const { installationId } = config;
      return requireBackupPermission(await aws.ec2(creating), { ...target, installationId });
    });
    return { steps, found, error: null };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { steps, found, error: toInputError(error, FIELDS) };
  }
}

async function askIdentity(ctx: Context, target: InspectionTarget): Promise<string> {
  const identity = await ctx.runtime.aws.identifySaved(target.credentialId);
  if (identity.accountId === target.accountId) return `AWS knows it as ${identity.arn}.`;
  throw new ValidationError(
    `The credential now belongs to account ${identity.accountId}, not ${target.accountId}.`,
    { reason: "OtherAccount", suggestion: "Give the credential keys of its own account again." },
  );
}

async function askInstance(ec2: Ec2, instanceId: string): Promise<Inspected> {
  const instance = requireShown((await ec2.describeInstances([instanceId]))[0]);
  requireBackable(instance);
  return { instance, volumes: await findVolumes(ec2, instance.volumeIds) };
}

function toFailedStep(step: CheckStepDto["step"], error: unknown): CheckStepDto {
  const known = error instanceof ServiceError ? error : null;
  return {
    step,
    ok: false,
    message: known?.message ?? "It could not be asked.",
    suggestion: known?.suggestion ?? null,
    code: known?.reason ?? known?.code ?? null,
  };
}
