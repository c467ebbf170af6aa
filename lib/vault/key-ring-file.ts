import { readFileSync, statSync, type Stats } from "node:fs";
import { SECOND, type Clock } from "../clock";
import { toError } from "../errors";
import type { Logger } from "../logger";
import { parseKeyRing, type KeyRing, type KeyRingSource } from "./key-ring";

interface Parts {
  file: string;
  /** What the process started with. */
  text: string;
  /** For how much time has passed; see steadyClock. */
  clock: Clock;
  log: Pick<Logger, "error" | "info">;
}

const LOOK_MS = SECOND;

/**
 * A ring that follows its file. A file that cannot be read or makes no sense is told in the log, once,
 * and the ring in hand stays: a running process never loses its keys.
 */
export function followKeyRingFile({ file, text, clock, log }: Parts): KeyRingSource {
  let ring = parseKeyRing(text);
  let seen: string | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let told: string | null = null;

  const keep = (why: unknown): KeyRing => {
    const { message } = toError(why);
    if (told !== message)
      log.error(
        { file, reason: message },
        "the key ring's file is not usable; the keys in hand stay",
      );
    told = message;
    return ring;
  };

  const read = (): KeyRing => {
    try {
      const version = versionOf(statSync(file));
      const next = parseKeyRing(readFileSync(file, "utf8").trim());
      if (idsOf(next) !== idsOf(ring))
        log.info({ keyIds: idsOf(next) }, "the key ring was read again");
      ring = next;
      seen = version;
      told = null;
      return ring;
    } catch (error) {
      seen = null;
      return keep(error);
    }
  };

  return {
    inHand: () => ring,
    reread: read,
    upToDate() {
      const now = clock.now();
      if (now - lookedAt < LOOK_MS) return ring;
      lookedAt = now;
      try {
        return versionOf(statSync(file)) === seen ? ring : read();
      } catch (error) {
        return keep(error);
      }
    },
  };
}

/** A file that was replaced or written to has another one. */
function versionOf({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [ino, size, mtimeMs, ctimeMs].join(" ");
}

function idsOf(ring: KeyRing): string {
  return [...ring.keys.keys()].join(",");
}
