import type { z } from "zod";
import { AwsCallError } from "#lib/aws/aws-call-error";
import type { Ec2 } from "#lib/aws/ec2/ec2";
import type { Scheduling } from "#lib/aws/scheduling/scheduling";
import type { FunctionPackage } from "../function-package";
import type { InstanceLooks } from "../instance-looks";

/** One account and region as a kind sees it. */
export interface PlaceInAws {
  scheduling: Scheduling;
  ec2: Ec2;
  instances: InstanceLooks;
  /** Which installation's; the value of the tag `amivault:owner`. */
  installationId: string;
  names: { functionName: string; schedulerGroup: string };
  package: FunctionPackage;
  /** Opens the key of the function's reports, for its environment alone. */
  callbackKey(): string;
}

export interface Named<Spec> {
  name: string;
  spec: Spec;
}

export interface Seen<Spec> {
  spec: Spec;
  /** AWS has not finished what it was asked; in words. */
  settling: string | null;
  /** It is as it is to be, and does not work; in AWS's words. */
  failure: string | null;
}

/** `waitMs`: AWS was asked, or cannot yet be; look again after that. */
export type Settled = "done" | { waitMs: number; message: string };

/**
 * One kind of AWS's objects. Each method may be interrupted, and said again; each throws AwsCallError.
 * What `put` does is judged by the next look where it answers with a wait.
 */
export interface ObjectKind<Spec> {
  schema: z.ZodType<Spec>;
  /** What is there in the shape of a spec; null when nothing is. */
  look(at: PlaceInAws, of: Named<Spec>): Promise<Seen<Spec> | null>;
  put(at: PlaceInAws, of: Named<Spec>, seen: Seen<Spec> | null): Promise<Settled>;
  remove(at: PlaceInAws, of: Named<Spec>): Promise<Settled>;
}

export function seenAs<Spec>(spec: Spec): Seen<Spec> {
  return { spec, settling: null, failure: null };
}

const ROLE_MS = 3_000;

/** A role is new to IAM for some seconds, which is nobody's fault; throws what is another refusal. */
export function waitForRole(error: unknown): Exclude<Settled, "done"> {
  if (!(error instanceof AwsCallError) || error.awsCode !== "RoleNotAssumable") throw error;
  return {
    waitMs: ROLE_MS,
    message: "Waiting for IAM: the new role is not known everywhere yet.",
  };
}

/** So that people who find it in AWS know whose it is. */
export const DESCRIPTION = "Made by AMIVault; it takes it away again when nothing needs it.";

export function ownerTags(at: Pick<PlaceInAws, "installationId">): Record<string, string> {
  return { "amivault:owner": at.installationId };
}
