import { existsSync } from "node:fs";
import path from "node:path";

/** The folder of the repository, for a file in it that may have been bundled elsewhere. */
export function findRoot(from: string): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "worker/process-tests"))) return folder;
    if (folder === path.dirname(folder)) throw new Error(`${from} is outside of the repository.`);
  }
}
