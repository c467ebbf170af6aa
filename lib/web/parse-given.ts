import type { z } from "zod";
import { toPlainIssue } from "./plain-issue.pure";

/**
 * Parses what somebody sent. Where a schema has no words of its own for what is wrong, these are those
 * of a person; throws ZodError.
 */
export function parseGiven<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  return schema.parse(given, { error: toPlainIssue });
}
