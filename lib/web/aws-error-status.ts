import { AwsCallError } from "../aws/aws-call-error";
import type { ServiceError } from "../errors";

/**
 * 409: AWS's own no, or ours before it was asked; asking again gives the same. 429: its limit or our
 * share of it, without effect; asking again later goes on. 502: nobody knows what became of it.
 */
export function awsErrorStatus(error: ServiceError): 409 | 429 | 502 {
  if (!(error instanceof AwsCallError) || error.outcome === "unknown") return 502;
  return error.outcome === "later" || error.awsCode === "BudgetExhausted" ? 429 : 409;
}
