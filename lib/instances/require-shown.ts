import type { Ec2Instance } from "#lib/aws/ec2/ec2";
import { UpstreamError } from "#lib/errors";

/** AWS fails the call for an unknown id: an answer without the instance is not an answer. */
export function requireShown(instance: Ec2Instance | undefined): Ec2Instance {
  if (instance) return instance;
  throw new UpstreamError("AWS's answer does not have the instance asked for.", {
    reason: "UnreadableAnswer",
    suggestion: "Check AWS_ENDPOINT_URL: what answers there does not answer like AWS.",
  });
}
