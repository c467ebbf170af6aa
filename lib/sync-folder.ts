import { closeSync, fsyncSync, openSync } from "node:fs";

/** Otherwise a name may be lost with the machine while what it holds is written. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
