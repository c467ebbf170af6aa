import { readFileSync } from "node:fs";
import { PreconditionFailedError, toError } from "../../errors";
import { readHeads } from "../heads.pure";

/**
 * The texts of the files that were named, `-` being standard input. A file that cannot be read, or holds no
 * head of this installation, is refused: nothing of it would be compared, and the chain would seem to hold.
 */
export function readHeadsFiles(files: readonly string[], installationId: string): string[] {
  return files.map((file) => {
    const text = readOne(file);
    const isOurs = readHeads(text).some(({ installation }) => installation === installationId);
    if (isOurs) return text;
    throw new PreconditionFailedError(`No head of ${installationId} is in ${nameOf(file)}.`, {
      suggestion:
        'Name lines of this installation\'s log, or of audit-heads in its data folder: they hold "auditHead".',
    });
  });
}

function readOne(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new PreconditionFailedError(`${nameOf(file)} cannot be read: ${toError(error).message}`, {
      suggestion: "Name a file with heads, or - for standard input.",
    });
  }
}

const nameOf = (file: string) => (file === "-" ? "standard input" : file);
