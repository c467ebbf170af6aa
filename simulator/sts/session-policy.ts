import { AwsError } from "../core/errors";

const PLAIN_TEXT_MAX = 2048;

/** Refuses what AWS refuses of a session policy; its actions are read when it is asked. */
export function checkSessionPolicy(policy: string): void {
  if (policy.length > PLAIN_TEXT_MAX) {
    throw new AwsError(
      "PackedPolicyTooLarge",
      "Packed policy consumes more than 100% of allotted space, please use smaller policy.",
    );
  }
  if (!isPolicy(policy)) {
    throw new AwsError("MalformedPolicyDocument", "This policy contains invalid Json");
  }
}

function isPolicy(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && "Statement" in parsed;
  } catch {
    return false;
  }
}
