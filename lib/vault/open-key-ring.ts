import { chmodSync, statSync } from "node:fs";
import path from "node:path";
import { steadyClock } from "../clock";
import type { Config } from "../config";
import type { Logger } from "../logger";
import { fixedKeyRing, parseKeyRing, type KeyRingSource } from "./key-ring";
import { followKeyRingFile } from "./key-ring-file";

type KeySettings = Pick<Config, "dataDir" | "encryptionKey" | "encryptionKeyFile">;

/** The ring of the settings; one that lives in a file is followed. */
export function openKeyRing(
  { dataDir, encryptionKey: text, encryptionKeyFile: file }: KeySettings,
  log: Pick<Logger, "error" | "info" | "warn">,
): KeyRingSource {
  if (file === undefined) return fixedKeyRing(parseKeyRing(text));
  if (isReadByOthers(file)) closeToOthers({ file, isOurs: path.dirname(file) === dataDir, log });
  return followKeyRingFile({ file, text, clock: steadyClock, log });
}

/** We made ours for its owner alone; what orchestrators mount is theirs, and often open to all. */
function closeToOthers(of: { file: string; isOurs: boolean; log: Pick<Logger, "warn"> }): void {
  const { file, isOurs, log } = of;
  if (isOurs && isClosedNow(file)) {
    const advice = "Change the key if somebody may have read it: npm run keys -- rotate";
    log.warn(
      { file, advice },
      "every user of this machine could read the encryption key until now",
    );
    return;
  }
  const advice = `chmod o-rwx ${file}`;
  log.warn({ file, advice }, "every user of this machine can read the encryption key");
}

/** Some file systems know no modes, and some owners are others. */
function isClosedNow(file: string): boolean {
  try {
    chmodSync(file, 0o600);
    return !isReadByOthers(file);
  } catch {
    return false;
  }
}

/** By whoever is neither its owner nor of its group. */
function isReadByOthers(file: string): boolean {
  try {
    return (statSync(file).mode & 0o007) !== 0;
  } catch {
    return false;
  }
}
