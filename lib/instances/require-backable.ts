import type { Ec2Instance } from "#lib/aws/ec2/ec2";
import { ValidationError } from "#lib/errors";

/** What is terminated has nothing left to back up, and of an instance store AWS makes no image. */
export function requireBackable(
  instance: Pick<Ec2Instance, "state"> & { rootDeviceType: string | null },
): void {
  if (instance.state === "terminated" || instance.state === "shutting-down") {
    throw refused("InstanceTerminated", {
      message: "The instance is terminated: there is nothing left to back up.",
      suggestion: "Choose a running or stopped instance.",
    });
  }
  if (instance.rootDeviceType !== null && instance.rootDeviceType !== "ebs") {
    throw refused("InstanceStore", {
      message: "The instance's root device is not an EBS volume: AWS cannot make an image of it.",
      suggestion: "Move it to an instance with an EBS root volume.",
    });
  }
}

function refused(reason: string, words: { message: string; suggestion: string }): ValidationError {
  return new ValidationError(words.message, {
    reason,
    suggestion: words.suggestion,
    fields: { instanceId: [words.message] },
  });
}
