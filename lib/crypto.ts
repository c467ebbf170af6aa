import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { InternalError } from "./errors";

/** Binds a ciphertext to its place: moved to another row or column it does not decrypt. */
export interface SealedPlace {
  table: string;
  column: string;
  rowId: string;
}

export interface Vault {
  seal(plaintext: string, place: SealedPlace): string;
  open(sealed: string, place: SealedPlace): string;
}

export interface KeyRing {
  /** The key new secrets are sealed with. */
  currentKeyId: string;
  /** 32-byte keys by id. */
  keys: ReadonlyMap<string, Buffer>;
}

const VERSION = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM (NIST SP 800-38D); text form `v1.<key id>.<base64url of nonce, tag, ciphertext>`. */
export function createVault(ring: KeyRing): Vault {
  return {
    seal(plaintext, place) {
      const key = requireKey(ring, ring.currentKeyId);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      cipher.setAAD(associatedData(place));
      const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      const packed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
      return `${VERSION}.${ring.currentKeyId}.${packed}`;
    },
    open(sealed, place) {
      const [version, keyId, packed] = sealed.split(".");
      if (version !== VERSION || !keyId || !packed) throw unreadable("its form is unknown");
      const key = requireKey(ring, keyId);
      try {
        return decrypt(key, Buffer.from(packed, "base64url"), place);
      } catch (cause) {
        throw unreadable("it was sealed with another key or for another row", cause);
      }
    },
  };
}

function decrypt(key: Buffer, bytes: Buffer, place: SealedPlace): string {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}

function associatedData(place: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([place.table, place.column, place.rowId]), "utf8");
}

function requireKey(ring: KeyRing, keyId: string): Buffer {
  const key = ring.keys.get(keyId);
  if (!key) throw unreadable(`key ${keyId} is not in the key ring`);
  return key;
}

function unreadable(why: string, cause?: unknown): InternalError {
  return new InternalError(`A stored secret cannot be read: ${why}.`, {
    cause,
    suggestion: "Start with the AMIVAULT_ENCRYPTION_KEY this database was written with.",
  });
}
