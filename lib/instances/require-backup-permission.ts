import { AwsCallError } from "#lib/aws/aws-call-error";
import type { Ec2 } from "#lib/aws/ec2/ec2";
import { creationProbe } from "#lib/credentials/creation-probe.pure";

/** Answers of a dry run that speak of the dry run, not of the backup. */
const SAYS_NOTHING = new Set([
  "InvalidAction",
  "UnknownParameter",
  "UnsupportedOperation.DryRun",
  "NotImplemented",
  "DryRunIgnored",
]);

/** Whether CreateImage would be allowed, by AWS's own word; where it cannot tell, it may be tried. */
export async function requireBackupPermission(
  ec2: Ec2,
  target: { instanceId: string; installationId: string },
): Promise<string> {
  try {
    await ec2.dryRun(creationProbe(target));
    return "The credential may make images of it.";
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.outcome === "refused" && !SAYS_NOTHING.has(error.awsCode)) throw error;
    return "Whether the credential may make images could not be asked; the first backup will tell.";
  }
}
