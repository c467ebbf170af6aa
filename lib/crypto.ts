import { randomBytes } from "node:crypto";
import { UnreadableSecretError } from "./errors";
import { decrypt, encrypt, KEY_BYTES } from "./vault/aes-gcm";
import { fixedKeyRing, type KeyRing, type KeyRingSource } from "./vault/key-ring";

/** Binds a ciphertext to its place: moved to another row or column it does not decrypt. */
export interface SealedPlace {
  table: string;
  column: string;
  rowId: string;
}

export interface Vault {
  seal(plaintext: string, place: SealedPlace): string;
  /** Only in the files that docs/security.md lists; a test holds them to it. */
  open(sealed: string, place: SealedPlace): string;
  /** Ids of the keys that can be opened with now; the first one seals. */
  keyIds(): string[];
}

/**
 * `v2.<key id>.<sealed data key>.<sealed secret>`: a secret is sealed with a data key of its own, and
 * that with a key of the ring. `v1.<key id>.<sealed secret>`, from before, is still opened.
 */
export function createVault(ring: KeyRing | KeyRingSource): Vault {
  const source = "inHand" in ring ? ring : fixedKeyRing(ring);
  return {
    seal(plaintext, place) {
      const { currentKeyId, keys } = source.upToDate();
      return sealV2(plaintext, place, { id: currentKeyId, key: requireKey(keys, currentKeyId) });
    },
    open(sealed, place) {
      const parts = sealed.split(".");
      const [version, id] = parts;
      const isKnownForm = FORMS.some(
        (form) => form.version === version && form.parts === parts.length,
      );
      if (!id || !isKnownForm) throw unreadable("its form is unknown");
      const { keys } = source.inHand().keys.has(id) ? source.inHand() : source.reread();
      const key = requireKey(keys, id);
      try {
        return version === "v1" ? openV1(parts, place, key) : openV2(parts, place, key);
      } catch (cause) {
        throw unreadable("it was sealed with another key or for another row", cause);
      }
    },
    keyIds() {
      return [...source.upToDate().keys.keys()];
    },
  };
}

const FORMS = [
  { version: "v1", parts: 3 },
  { version: "v2", parts: 4 },
];

function sealV2(plaintext: string, place: SealedPlace, ring: { id: string; key: Buffer }): string {
  const dataKey = randomBytes(KEY_BYTES);
  const head = `v2.${ring.id}`;
  const sealedKey = encrypt(ring.key, dataKey, keyData(head, place));
  const body = encrypt(dataKey, Buffer.from(plaintext, "utf8"), bodyData(head, sealedKey, place));
  return `${head}.${sealedKey}.${body}`;
}

function openV2(
  [version, id, sealedKey = "", body = ""]: string[],
  place: SealedPlace,
  key: Buffer,
) {
  const head = `${version}.${id}`;
  const dataKey = decrypt(key, sealedKey, keyData(head, place));
  return decrypt(dataKey, body, bodyData(head, sealedKey, place)).toString("utf8");
}

function openV1([, , body = ""]: string[], place: SealedPlace, key: Buffer): string {
  return decrypt(key, body, JSON.stringify(toList(place))).toString("utf8");
}

function keyData(head: string, place: SealedPlace): string {
  return JSON.stringify([head, "data key", ...toList(place)]);
}

/** Names the very data key it was sealed with, as that stands: neither opens beside another. */
function bodyData(head: string, sealedKey: string, place: SealedPlace): string {
  return JSON.stringify([head, "secret", sealedKey, ...toList(place)]);
}

function toList({ table, column, rowId }: SealedPlace): string[] {
  return [table, column, rowId];
}

function requireKey(keys: KeyRing["keys"], id: string): Buffer {
  const key = keys.get(id);
  if (key) return key;
  throw unreadable(`key ${id} is not in the key ring, which has ${[...keys.keys()].join(", ")}`);
}

function unreadable(why: string, cause?: unknown): UnreadableSecretError {
  return new UnreadableSecretError(`A stored secret cannot be read: ${why}.`, { cause });
}
