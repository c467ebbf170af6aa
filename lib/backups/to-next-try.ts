import { ForbiddenError, ServiceError, UnauthorizedError } from "../errors";
import { mayPass } from "./may-pass";

/**
 * The refusal, where another credential of the account may do what this one may not. Throws what no
 * other can help with: what passes by itself, faults of ours, and the caller's own end, as AWS does
 * not see who asks.
 */
export function toNextTry(error: unknown): ServiceError {
  if (!(error instanceof ServiceError) || mayPass(error)) throw error;
  if (error instanceof UnauthorizedError || error instanceof ForbiddenError) throw error;
  return error;
}
