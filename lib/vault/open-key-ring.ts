import { statSync } from "node:fs";
import { steadyClock } from "../clock";
import type { Config } from "../config";
import type { Logger } from "../logger";
import { fixedKeyRing, parseKeyRing, type KeyRingSource } from "./key-ring";
import { followKeyRingFile } from "./key-ring-file";

type KeySettings = Pick<Config, "encryptionKey" | "encryptionKeyFile">;

/** The ring of the settings; one that lives in a file is followed. */
export function openKeyRing(
  { encryptionKey: text, encryptionKeyFile: file }: KeySettings,
  log: Pick<Logger, "error" | "info" | "warn">,
): KeyRingSource {
  if (file === undefined) return fixedKeyRing(parseKeyRing(text));
  if (isReadByOthers(file)) {
    const advice = `chmod o-rwx ${file}`;
    log.warn({ file, advice }, "every user of this machine can read the encryption key");
  }
  return followKeyRingFile({ file, text, clock: steadyClock, log });
}

/** Whoever is neither its owner nor of its group. */
export function isReadByOthers(file: string): boolean {
  return (statSync(file).mode & 0o007) !== 0;
}
