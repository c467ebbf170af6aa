import { AwsError } from "../core/errors";
import { checkDocument } from "../policy/check-document";

const PLAIN_TEXT_MAX = 2048;

/** Refuses what AWS refuses of a session policy; it is asked with each action. */
export function checkSessionPolicy(policy: string): void {
  if (policy.length > PLAIN_TEXT_MAX) {
    throw new AwsError(
      "PackedPolicyTooLarge",
      "Packed policy consumes more than 100% of allotted space, please use smaller policy.",
    );
  }
  checkDocument({ text: policy, kind: "identity" });
}
