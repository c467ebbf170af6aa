import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { zipSync } from "fflate";
import { PreconditionFailedError } from "../errors";

/** The function as it is uploaded; its handler is `FUNCTION.handler` of the contract. */
export interface FunctionPackage {
  zip: Uint8Array;
  /** As Lambda tells it of what it has: CodeSha256. */
  sha256Base64: string;
  /** The first 12 hexadecimal digits of the same hash. */
  version: string;
}

const BUNDLE = path.join("dist", "lambda", "index.js");

let loaded: Promise<FunctionPackage> | null = null;

/** The same bytes whenever the code is the same: nothing of when or where it was built goes in. */
export function loadFunctionPackage(): Promise<FunctionPackage> {
  loaded ??= load().catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  return loaded;
}

async function load(): Promise<FunctionPackage> {
  const code = await readFile(findBundle());
  // The archive's times have no zone: the local ones make it the same everywhere.
  const zip = zipSync({ "index.js": code }, { level: 9, mtime: new Date(1980, 0, 1), os: UNIX });
  const hash = createHash("sha256").update(zip).digest();
  return { zip, sha256Base64: hash.toString("base64"), version: hash.toString("hex").slice(0, 12) };
}

/** Beside the process's own bundle, or in the folder of the sources it runs from. */
function findBundle(): string {
  const found = [import.meta.dirname, process.cwd()].flatMap(listAbove).find(existsSync);
  if (found) return found;
  throw new PreconditionFailedError(`The function for AWS is not built: ${BUNDLE} is missing.`, {
    suggestion: "Run npm run build, or node scripts/bundle.mjs lambda.",
  });
}

/** Next's own bundles know no folder of theirs. */
function listAbove(folder: string | undefined): string[] {
  if (folder === undefined) return [];
  const above = path.dirname(folder);
  return [path.join(folder, BUNDLE), ...(above === folder ? [] : listAbove(above))];
}

const UNIX = 3;
