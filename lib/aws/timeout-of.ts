import { AwsCallError } from "./aws-call-error";
import { OWN_ERROR_WORDS } from "./aws-error-words.pure";

/** For whoever waits no longer, whether or not the call is answered yet. */
export function timeoutOf(action: string): AwsCallError {
  const words = OWN_ERROR_WORDS["Timeout"];
  return new AwsCallError({
    action,
    outcome: "unknown",
    awsCode: "Timeout",
    message: words?.message ?? "Timeout",
    suggestion: words?.suggestion ?? "",
  });
}
