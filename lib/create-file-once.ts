import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { syncFolder } from "./sync-folder";

/**
 * Makes a file of mode 0600 that is there whole or not at all, also after the machine stopped, and leaves
 * the one that another process has made meanwhile.
 */
export function createFileOnce(file: string, text: string): void {
  const unfinished = `${file}.${randomBytes(8).toString("hex")}.unfinished`;
  try {
    writeSynced(unfinished, text);
    place(unfinished, { file, text });
  } finally {
    rmSync(unfinished, { force: true });
  }
  syncFolder(path.dirname(file));
}

function place(unfinished: string, { file, text }: { file: string; text: string }): void {
  try {
    // Unlike a renaming, it takes nobody's place.
    linkSync(unfinished, file);
  } catch (error) {
    if (isThere(error)) return;
    writeUnlinked(file, text);
  }
}

/** Some file systems know no links. */
function writeUnlinked(file: string, text: string): void {
  try {
    writeSynced(file, text);
  } catch (error) {
    if (!isThere(error)) throw error;
  }
}

function writeSynced(file: string, text: string): void {
  const handle = openSync(file, "wx", 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function isThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
