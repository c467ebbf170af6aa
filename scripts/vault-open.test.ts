import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** What turns and checks the ring opens every secret, and hands none on. */
const OF_THE_RING = ["lib/vault/check-secrets.ts", "lib/vault/reseal-secrets.ts"];

/** A call, a method that is taken away, or one that is handed on. */
const OPENS =
  /\bvault\b[?!)]*\s*\.\s*open\b|\bvault\b[?!)]*\s*\[|\{[^{}]*\bopen\b[^{}]*\}\s*=\s*[^;]*\bvault\b/i;

const product = ["app", "lib", "worker", "lambda"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => path.join(folder, name))
    .filter((file) => !file.startsWith("lib/testing/") && file !== "lib/crypto.ts"),
);

/** The files that docs/security.md says secrets of the database are read in. */
function documented(): string[] {
  const table =
    readFileSync("docs/security.md", "utf8").split("## Where each secret lives")[1] ?? "";
  const rows = (table.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.includes("AES-256-GCM"));
  return rows.flatMap((row) => {
    const readIn = row.split("|")[3] ?? "";
    return [...readIn.matchAll(/`([^`]+\.ts)`/g)].map(([, file = ""]) => file);
  });
}

test("sealed secrets are opened only in the files that docs/security.md names", () => {
  const opening = product.filter((file) => OPENS.test(readFileSync(file, "utf8")));
  expect(opening.toSorted()).toEqual([...new Set([...documented(), ...OF_THE_RING])].toSorted());
});

test.each([
  "const text = vault.open(sealed, place);",
  "runtime.vault.open(sealed, place)",
  "(await runtime).vault\n    .open(sealed, place)",
  "const { open } = ctx.runtime.vault;",
  'runtime.vault["open"](sealed, place)',
  "const openIt = deps.vault.open;",
  "theVault.open(a, b)".replace("theVault", "vault"),
])("an opening is seen: %s", (code) => {
  expect(OPENS.test(code)).toBe(true);
});
