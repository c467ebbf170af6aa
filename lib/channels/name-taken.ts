import { isUniqueViolation } from "../db/busy";
import { ConflictError } from "../errors";

/** Two people may take the same name at once: the index decides. */
export function toNameConflict(error: unknown): unknown {
  if (!isUniqueViolation(error)) return error;
  return new ConflictError("A channel of this name exists already.", {
    cause: error,
    suggestion: "Choose another name, or edit the one there is.",
    fields: { name: ["This name is taken."] },
  });
}
