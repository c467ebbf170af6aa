import { z } from "zod";
import { ServiceError } from "../errors";
import { WebError } from "./web-error";

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

/** Why it was refused, for a line of the log; null for failures of our own and what is no error. */
export function refusalOf(error: unknown): string | null {
  if (error instanceof WebError) return error.code;
  if (error instanceof z.ZodError) return "validation";
  if (error instanceof ServiceError && error.code !== "internal") return codeOf(error);
  return null;
}
