import { createHash } from "node:crypto";
import { PreconditionFailedError } from "../errors";
import { KEY_BYTES } from "./aes-gcm";

export interface KeyRing {
  /** The key new secrets are sealed with. */
  currentKeyId: string;
  /** 32-byte keys by id, the current one first. */
  keys: ReadonlyMap<string, Buffer>;
}

/** Where the ring comes from; a file may change while the process runs. */
export interface KeyRingSource {
  /** As it was read last. */
  inHand(): KeyRing;
  /** For sealing: reads it again when the file has changed; looks at most once a second. */
  upToDate(): KeyRing;
  /** For a key that is not in hand: reads it again. */
  reread(): KeyRing;
}

export function fixedKeyRing(ring: KeyRing): KeyRingSource {
  return { inHand: () => ring, upToDate: () => ring, reread: () => ring };
}

const ID_HASH_LENGTH = 8;
/** With a base of six digits an id has its 16 characters. */
const NUMBER_MAX = 999_999;

/** With a part of a hash of the key, so that two keys that were made apart have no id in common. */
export function ownKeyId(base: string, key: Buffer): string {
  return `${base}x${createHash("sha256").update(key).digest("hex").slice(0, ID_HASH_LENGTH)}`;
}

/** What comes before the hash: it tells which key is the newer one, and people apart. */
export function nextKeyBase(ids: readonly string[]): string {
  const numbers = ids.map((id) => Number(/^k(\d{1,6})(?:x[0-9a-f]{8})?$/.exec(id)?.[1] ?? 0));
  return `k${Math.max(0, ...numbers.filter((number) => number < NUMBER_MAX)) + 1}`;
}

/** Makes the first ring by hand. */
export const KEY_COMMAND = `node -e "console.log('k1:' + crypto.randomBytes(32).toString('base64'))"`;

/** Makes another key by hand, with an id as `ownKeyId` gives it. */
export function keyCommand(base: string): string {
  const hash = `crypto.createHash('sha256').update(k).digest('hex').slice(0, ${ID_HASH_LENGTH})`;
  return `node -e "const k = crypto.randomBytes(32); console.log('${base}x' + ${hash} + ':' + k.toString('base64'))"`;
}

/**
 * `id:base64` pairs separated by commas, the newest first; each key has 32 bytes. An id or a key that
 * stands twice is a mistake, and refused.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  const seen = new Set<string>();
  for (const part of text.split(",")) {
    const match = /^([a-z0-9]{1,16}):([A-Za-z0-9+/=_-]+)$/.exec(part.trim());
    const key = match?.[2] ? Buffer.from(match[2], "base64") : null;
    if (!match?.[1] || key?.length !== KEY_BYTES) throw weakKey();
    if (keys.has(match[1])) throw twice(`The key id ${match[1]} stands twice`);
    if (seen.has(key.toString("hex"))) throw twice(`The key ${match[1]} has two ids`);
    keys.set(match[1], key);
    seen.add(key.toString("hex"));
  }
  const currentKeyId = keys.keys().next().value;
  if (!currentKeyId) throw weakKey();
  return { currentKeyId, keys };
}

export function formatKeyRing(keys: KeyRing["keys"]): string {
  return [...keys].map(([id, key]) => `${id}:${key.toString("base64")}`).join(",");
}

function twice(what: string): PreconditionFailedError {
  return new PreconditionFailedError(`${what} in AMIVAULT_ENCRYPTION_KEY.`, {
    suggestion: "Each key has an id of its own; leave out the one that is too many.",
  });
}

function weakKey(): PreconditionFailedError {
  return new PreconditionFailedError(
    "AMIVAULT_ENCRYPTION_KEY must be one or more `id:key`, each key 32 bytes in base64.",
    {
      suggestion: `What was cut off or changed: mend it, or put a copy back, since no other key opens what is stored. Before the first start, make one with: ${KEY_COMMAND}`,
    },
  );
}
