import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createVault, type SealedPlace } from "./crypto";
import { InternalError } from "./errors";

const place: SealedPlace = { table: "credentials", column: "secret", rowId: "crd_1" };
const first = randomBytes(32);
const second = randomBytes(32);
const vault = createVault({ currentKeyId: "k1", keys: new Map([["k1", first]]) });

describe("vault", () => {
  it("opens what it sealed, also empty and non-ASCII text", () => {
    for (const text of ["", "plain", "schlüssel 鍵 🔑", "x".repeat(10_000)]) {
      expect(vault.open(vault.seal(text, place), place)).toBe(text);
    }
  });

  it("never writes the same ciphertext twice, and never the plaintext", () => {
    const sealed = [vault.seal("a canary", place), vault.seal("a canary", place)];
    expect(sealed[0]).not.toBe(sealed[1]);
    for (const text of sealed) {
      expect(Buffer.from(text.split(".")[2] ?? "", "base64url").includes("a canary")).toBe(false);
    }
  });

  it.each([
    { ...place, rowId: "crd_2" },
    { ...place, column: "role_arn" },
    { ...place, table: "users" },
  ])("refuses a ciphertext that was moved to %o", (elsewhere) => {
    const sealed = vault.seal("secret", place);
    expect(() => vault.open(sealed, elsewhere)).toThrow(InternalError);
  });

  it("refuses every ciphertext in which one byte was changed", () => {
    const [version, keyId, packed] = vault.seal("secret", place).split(".");
    const bytes = Buffer.from(packed ?? "", "base64url");
    for (let i = 0; i < bytes.length; i++) {
      const forged = Buffer.from(bytes);
      forged[i] = (forged[i] ?? 0) ^ 1;
      const text = `${version}.${keyId}.${forged.toString("base64url")}`;
      expect(() => vault.open(text, place), `byte ${i}`).toThrow(InternalError);
    }
  });

  it("refuses a cut or malformed text with an ordinary error", () => {
    const sealed = vault.seal("secret", place);
    for (const text of ["", "v1", "v1.k1.", "v2.k1.AAAA", "v1.k1.AAAA", sealed.slice(0, 20)]) {
      expect(() => vault.open(text, place), text).toThrow(InternalError);
    }
  });

  it("still opens old secrets after a new key became the current one", () => {
    const sealed = vault.seal("secret", place);
    const keys = new Map([
      ["k2", second],
      ["k1", first],
    ]);
    const rotated = createVault({ currentKeyId: "k2", keys });
    expect(rotated.open(sealed, place)).toBe("secret");
    expect(rotated.seal("secret", place).startsWith("v1.k2.")).toBe(true);
  });

  it("says so when the key is not in the ring", () => {
    const other = createVault({ currentKeyId: "k9", keys: new Map([["k9", second]]) });
    expect(() => other.open(vault.seal("secret", place), place)).toThrow(/key k1 is not in/);
  });
});
