import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { PreconditionFailedError } from "../errors";
import { syncFolder } from "../sync-folder";
import { formatKeyRing, parseKeyRing, type KeyRing } from "./key-ring";

const UNFINISHED = ".unfinished";

/**
 * Whether this program can change the ring's file. Not one that is handed in from outside: a link (as
 * Kubernetes makes for its secrets), or a file or folder that is only to be read.
 */
export function canReplaceRing(file: string): boolean {
  try {
    accessSync(path.dirname(file), constants.W_OK);
    accessSync(file, constants.W_OK);
    return lstatSync(file).isFile();
  } catch {
    return false;
  }
}

export function readRingFile(file: string): KeyRing {
  return parseKeyRing(readFileSync(file, "utf8").trim());
}

/**
 * The whole new ring or the whole old one, whenever the machine stops. Keeps the file's owner and mode,
 * so that whoever could read it still can. Only under the database's write lock: nobody else does so.
 */
export function replaceRingFile(file: string, keys: KeyRing["keys"]): void {
  const folder = path.dirname(file);
  removeUnfinished(file);
  const unfinished = `${file}.${process.pid}${UNFINISHED}`;
  try {
    const { uid, gid, mode } = statSync(file);
    const handle = openSync(unfinished, "wx", 0o600);
    try {
      // Unlike writeSync, it goes on until all is written: a full disk takes a part of it first.
      writeFileSync(handle, `${formatKeyRing(keys)}\n`);
      chownSync(unfinished, uid, gid);
      fchmodSync(handle, mode & 0o777);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, file);
    syncFolder(folder);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw new PreconditionFailedError(`The key ring in ${file} cannot be replaced.`, {
      cause,
      suggestion: "Run this as the file's owner; nothing was changed.",
    });
  }
}

/** What a process that was killed left: it holds keys. */
function removeUnfinished(file: string): void {
  const folder = path.dirname(file);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${path.basename(file)}.`) && name.endsWith(UNFINISHED))
      rmSync(path.join(folder, name), { force: true });
  }
}
