import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { importWorld, writeWorld } from "./core/world-file";
import type { Simulator } from "./core/simulator";

const QUIET_MS = 1000;
const LATEST_MS = 5000;

/** False when there is no file yet; throws when there is one that cannot be read. */
export function loadState({ simulator, path }: { simulator: Simulator; path: string }): boolean {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
  importWorld({ simulator, file: JSON.parse(text) as unknown, realNow: simulator.realNow });
  return true;
}

/** Whole or not at all: a new file takes the old one's place. */
export function saveState({ simulator, path }: { simulator: Simulator; path: string }): void {
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, writeWorld(simulator), { mode: 0o600 });
  renameSync(next, path);
}

/** Saves a second after the last change, and at the latest five after the first. */
export function createSaver(save: () => void): { changed: () => void; flush: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let firstAt = 0;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    try {
      save();
    } catch (error) {
      console.error("simulator: the world could not be saved:", error);
    }
  };
  const changed = (): void => {
    const now = Date.now();
    if (timer === undefined) firstAt = now;
    clearTimeout(timer);
    timer = setTimeout(flush, Math.max(0, Math.min(QUIET_MS, firstAt + LATEST_MS - now)));
    timer.unref();
  };
  return { changed, flush };
}
