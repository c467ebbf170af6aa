import { AwsCallError } from "../aws/aws-call-error";
import type { ServiceError } from "../errors";

/** It may work in a while: AWS was not reached, or what counts its calls is away. */
export function mayPass(error: ServiceError): boolean {
  if (error instanceof AwsCallError) return error.outcome !== "refused";
  return error.retryAfterMs !== undefined;
}
