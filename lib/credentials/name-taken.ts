import { isUniqueViolation } from "#lib/db/busy";
import { ConflictError } from "#lib/errors";

/** Two people may take the same name at once: the index decides. */
export function toNameConflict(error: unknown): unknown {
  return isUniqueViolation(error) ? nameTaken(error) : error;
}

export function nameTaken(cause?: unknown): ConflictError {
  return new ConflictError("A credential of this name exists already.", {
    cause,
    suggestion: "Choose another name, or edit the one there is.",
    fields: { name: ["This name is taken."] },
  });
}
