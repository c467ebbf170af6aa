import { createCipheriv, randomBytes, webcrypto } from "node:crypto";
import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createVault, type SealedPlace } from "./crypto";
import { InternalError } from "./errors";

const place: SealedPlace = { table: "credentials", column: "secret", rowId: "crd_1" };
const first = Buffer.alloc(32, 1);
const second = Buffer.alloc(32, 2);
const vault = createVault({ currentKeyId: "k1", keys: new Map([["k1", first]]) });
const rotated = createVault({
  currentKeyId: "k2",
  keys: new Map([
    ["k2", second],
    ["k1", first],
  ]),
});

/** Made once by WebCrypto, an implementation of its own; both are of "a canary ✓" at `place`, under k1. */
const VECTOR_V1 = "v1.k1.AwMDAwMDAwMDAwMDCnRv3_ghEW6rKclWuFPzQZlBd_uR5UUQjR569A";
const VECTOR_V2 =
  "v2.k1.BAQEBAQEBAQEBAQEc_9tWaXIubVOOzphg6nXAeimXEeev7xOoEuZu5dSq4VyH-6gKyviM8yE-rrEP7wS.BQUFBQUFBQUFBQUFXx0kEZjD94cdU82zSO9piYPR5Em__A1KwJXB4w";

describe("vault", () => {
  it("opens ciphertexts that were written down, of both versions", () => {
    for (const sealed of [VECTOR_V1, VECTOR_V2]) {
      expect(vault.open(sealed, place)).toBe("a canary ✓");
      expect(rotated.open(sealed, place)).toBe("a canary ✓");
    }
  });

  it("seals what another implementation of the same envelope opens", async () => {
    const [version, id, sealedKey = "", body = ""] = vault.seal("a canary ✓", place).split(".");
    expect([version, id]).toEqual(["v2", "k1"]);
    const where = ["credentials", "secret", "crd_1"];
    const key = await openByWebCrypto(first, sealedKey, ["v2.k1", "data key", ...where]);
    const text = await openByWebCrypto(key, body, ["v2.k1", "secret", sealedKey, ...where]);
    expect(text.toString("utf8")).toBe("a canary ✓");
  });

  it("opens what it sealed at that place, whatever it is, and nowhere else", () => {
    const names = fc.record({ table: fc.string(), column: fc.string(), rowId: fc.string() });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), names, names, (text, here, there) => {
        const sealed = vault.seal(text, here);
        expect(vault.open(sealed, here)).toBe(text);
        if (JSON.stringify(here) === JSON.stringify(there)) return;
        expect(() => vault.open(sealed, there)).toThrow(InternalError);
      }),
      { numRuns: 300 },
    );
  });

  it("never writes the same ciphertext twice, and never the plaintext", () => {
    const sealed = [vault.seal("a canary", place), vault.seal("a canary", place)];
    const parts = sealed.flatMap((text) => text.split(".").slice(2));
    expect(new Set(parts).size).toBe(4);
    for (const part of parts) {
      expect(Buffer.from(part, "base64url").includes("a canary")).toBe(false);
    }
  });

  it.each([
    { ...place, rowId: "crd_2" },
    { ...place, column: "role_arn" },
    { ...place, table: "users" },
    { ...place, table: "credentials,secret", column: "" },
  ])("refuses a ciphertext that was moved to %o", (elsewhere) => {
    for (const sealed of [vault.seal("secret", place), sealV1("secret", place)]) {
      expect(() => vault.open(sealed, elsewhere)).toThrow(InternalError);
    }
  });

  it("refuses every ciphertext in which one character was changed, to whatever else", () => {
    for (const sealed of [vault.seal("secret", place), sealV1("secret", place)]) {
      for (let i = 0; i < sealed.length; i++) {
        for (const character of "Aq9_-. =v1k2") {
          if (sealed[i] === character) continue;
          const forged = sealed.slice(0, i) + character + sealed.slice(i + 1);
          expect(() => rotated.open(forged, place), forged).toThrow(InternalError);
        }
      }
    }
  });

  it("refuses every ciphertext in which one bit was changed", () => {
    const [version, id, ...parts] = vault.seal("secret", place).split(".");
    for (const [which, part] of parts.entries()) {
      const bytes = Buffer.from(part, "base64url");
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const forged = Buffer.from(bytes);
        forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = [version, id, ...parts.with(which, forged.toString("base64url"))].join(".");
        expect(() => vault.open(text, place), `part ${which}, bit ${bit}`).toThrow(InternalError);
      }
    }
  });

  it("never opens one secret's body beside another's data key, of its own row's past either", () => {
    const neighbours = [place, { ...place, rowId: "crd_2" }, { ...place, column: "other" }];
    const [version, id, , body] = vault.seal("mine", place).split(".");
    for (const other of neighbours) {
      const [, , sealedKey, otherBody] = vault.seal("other", other).split(".");
      for (const forged of [
        `${version}.${id}.${sealedKey}.${body}`,
        `${version}.${id}.${otherBody}.${body}`,
      ]) {
        for (const where of neighbours)
          expect(() => vault.open(forged, where)).toThrow(InternalError);
      }
    }
  });

  it("never takes one version's parts for the other's, nor one key's for another's", () => {
    const [, , sealedKey, body] = vault.seal("secret", place).split(".");
    const [, , whole] = sealV1("secret", place).split(".");
    for (const forged of [
      `v1.k1.${sealedKey}`,
      `v1.k1.${body}`,
      `v2.k1.${whole}.${body}`,
      `v2.k1.${sealedKey}.${whole}`,
      `v2.k2.${sealedKey}.${body}`,
      `v1.k2.${whole}`,
    ]) {
      expect(() => rotated.open(forged, place), forged).toThrow(InternalError);
    }
  });

  it("refuses a cut or malformed text with an ordinary error", () => {
    const sealed = vault.seal("secret", place);
    const malformed = [
      "",
      "v1",
      "v1.k1.",
      "v2.k1.AAAA",
      "v2.k1.AAAA.AAAA",
      "v1.k1.AAAA",
      "v3.k1.A.A",
    ];
    const longer = [`${sealed}.`, `${sealed}.AAAA`, ` ${sealed}`, `${sealed}=`];
    for (let i = 0; i < sealed.length; i++) malformed.push(sealed.slice(0, i));
    for (const text of [...malformed, ...longer]) {
      expect(() => vault.open(text, place), text).toThrow(InternalError);
    }
  });

  it("still opens old secrets after a new key became the current one", () => {
    expect(rotated.open(vault.seal("secret", place), place)).toBe("secret");
    expect(rotated.seal("secret", place).startsWith("v2.k2.")).toBe(true);
    expect(rotated.keyIds()).toEqual(["k2", "k1"]);
  });

  it("says to whoever runs it which key is not in the ring, and to others what to do", () => {
    const other = createVault({ currentKeyId: "k9", keys: new Map([["k9", second]]) });
    expect(() => other.open(vault.seal("secret", place), place)).toThrow(
      expect.objectContaining({
        detail: "A stored secret cannot be read: key k1 is not in the key ring, which has k9.",
        message: expect.not.stringMatching(/k1|k9/),
        suggestion: expect.stringContaining("npm run keys -- check"),
      }),
    );
  });

  it("tells in no error what it was given or what it found", () => {
    const sealed = vault.seal("hush-hush-canary", place);
    const error = errorOf(() => vault.open(sealed, { ...place, rowId: "crd_2" }));
    const told = inspect(error, { depth: 10, showHidden: true });
    for (const part of ["hush", ...sealed.split(".").slice(2)]) expect(told).not.toContain(part);
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("It was not refused.");
}

async function openByWebCrypto(key: Buffer, packed: string, associated: string[]): Promise<Buffer> {
  const bytes = Buffer.from(packed, "base64url");
  const [nonce, tag, body] = [bytes.subarray(0, 12), bytes.subarray(12, 28), bytes.subarray(28)];
  const imported = await webcrypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const additionalData = Buffer.from(JSON.stringify(associated), "utf8");
  const options = { name: "AES-GCM", iv: nonce, additionalData, tagLength: 128 };
  return Buffer.from(await webcrypto.subtle.decrypt(options, imported, Buffer.concat([body, tag])));
}

/** As versions before the envelope wrote it. */
function sealV1(text: string, { table, column, rowId }: SealedPlace): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", first, nonce);
  cipher.setAAD(Buffer.from(JSON.stringify([table, column, rowId]), "utf8"));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `v1.k1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
}
