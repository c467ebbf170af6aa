import type { ServiceError } from "../errors";

/** Reasons that a caller acts on: they are told in place of the code they belong to. */
const TOLD = new Set([
  "password_change_required",
  "second_factor_required",
  "proof_required",
  "wrong_code",
]);

/** The code that answers and action results carry. */
export function codeOf({ code, reason }: ServiceError): string {
  return reason !== undefined && TOLD.has(reason) ? reason : code;
}
