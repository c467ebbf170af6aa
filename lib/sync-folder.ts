import { closeSync, fsyncSync, openSync } from "node:fs";

/**
 * Otherwise a name may be lost with the machine while what it holds is written. Where a file system does
 * not let a folder be brought to the disk, nothing more can be done for it.
 */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}

const REFUSED: ReadonlySet<unknown> = new Set(["EINVAL", "ENOTSUP", "EPERM", "EACCES", "EISDIR"]);

function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && REFUSED.has(error.code);
}
