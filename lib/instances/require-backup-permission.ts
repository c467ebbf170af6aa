import { AwsCallError } from "#lib/aws/aws-call-error";
import type { Ec2 } from "#lib/aws/ec2/ec2";

/** Answers of a dry run that speak of the dry run, not of the backup. */
const SAYS_NOTHING = new Set([
  "InvalidAction",
  "UnknownParameter",
  "UnsupportedOperation.DryRun",
  "NotImplemented",
]);

/** Whether CreateImage would be allowed, by AWS's own word; where it cannot tell, it may be tried. */
export async function requireBackupPermission(
  ec2: Ec2,
  target: { instanceId: string; installationId: string },
): Promise<string> {
  try {
    await ec2.createImageDryRun({
      instanceId: target.instanceId,
      name: `${target.instanceId}-preflight`,
      description: "",
      noReboot: true,
      // Policies may ask for the owner tag, as the real call has it.
      tags: { "amivault:owner": target.installationId },
    });
    return "The credential may make images of it.";
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.outcome === "refused" && !SAYS_NOTHING.has(error.awsCode)) throw error;
    return "Whether the credential may make images could not be asked; the first backup will tell.";
  }
}
