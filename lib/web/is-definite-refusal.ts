import { AwsCallError } from "../aws/aws-call-error";
import type { ServiceError } from "../errors";

/** AWS's own no, or ours before it was asked: it answered, and asking again gives the same. */
export function isDefiniteRefusal(error: ServiceError): boolean {
  if (!(error instanceof AwsCallError) || error.awsCode === "BudgetExhausted") return false;
  return error.outcome === "refused" || error.outcome === "not_sent";
}
