import { chmodSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadConfig } from "../config";
import { createVault } from "../crypto";
import { createTestClock, type TestClock } from "../testing/test-clock";
import { fixedKeyRing, formatKeyRing, parseKeyRing } from "./key-ring";
import { followKeyRingFile } from "./key-ring-file";
import { openKeyRing } from "./open-key-ring";

const place = { table: "credentials", column: "secret", rowId: "crd_1" };
const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
const ONE = key("k1", 1);
const TWO = `${key("k2", 2)},${ONE}`;
const THREE = `${key("k3", 3)},${TWO}`;

let folder: string;
let file: string;
let clock: TestClock;
let told: string[];
const log = {
  info: () => undefined,
  error: (_fields: unknown, text?: string) => void told.push(text ?? ""),
};
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "amivault-ring-"));
  file = path.join(folder, "ring");
  put(ONE);
  clock = createTestClock();
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(text: string): void {
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

const follow = () => createVault(followKeyRingFile({ file, text: ONE, clock, log }));
const other = (text: string) => createVault(fixedKeyRing(parseKeyRing(text)));

test("a ring is written as it is read, the newest key first", () => {
  expect(formatKeyRing(parseKeyRing(THREE).keys)).toBe(THREE);
  expect(parseKeyRing(` ${key("k2", 2)} , ${ONE}\n`).currentKeyId).toBe("k2");
});

test.each([
  ["an id that stands twice", `${ONE},${key("k1", 2)}`, /key id k1 stands twice/],
  ["a key with two ids", `${ONE},${key("k2", 1)}`, /k2 has two ids/],
  ["a short key", "k1:AAAA", /32 bytes/],
  ["an empty ring", "", /32 bytes/],
  ["an end that is missing", `${ONE},`, /32 bytes/],
])("refuses %s, and does not repeat the key", (_what, text, why) => {
  const refusal = () => parseKeyRing(text);
  expect(refusal).toThrow(why);
  expect(refusal).not.toThrow(/[A-Za-z0-9+/]{40}/);
});

test("a ring that was cut off is to be mended, before another one is made in its place", () => {
  const suggestion = expect.stringMatching(
    /^What was cut off .* put a copy back.*make one with: node/,
  );
  expect(() => parseKeyRing(THREE.slice(0, -60))).toThrow(expect.objectContaining({ suggestion }));
});

test("a key that was added while it runs opens at once, and seals within a second", () => {
  const vault = follow();
  expect(vault.seal("a", place)).toMatch(/^v2\.k1\./);
  put(TWO);
  expect(vault.open(other(TWO).seal("b", place), place)).toBe("b");
  clock.advance(1_000);
  expect(vault.seal("c", place)).toMatch(/^v2\.k2\./);
  put(THREE);
  expect(vault.seal("d", place)).toMatch(/^v2\.k2\./);
  clock.advance(1_000);
  expect(vault.keyIds()).toEqual(["k3", "k2", "k1"]);
});

test("a file that breaks while it runs keeps the keys in hand and is told once", () => {
  const vault = follow();
  const sealed = vault.seal("a", place);
  for (const broken of ["", "nonsense", `${ONE},${ONE}`]) {
    put(broken);
    for (let second = 0; second < 5; second++) {
      clock.advance(1_000);
      expect(vault.seal("b", place)).toMatch(/^v2\.k1\./);
      expect(vault.open(sealed, place)).toBe("a");
    }
  }
  rmSync(file);
  clock.advance(1_000);
  expect(vault.open(sealed, place)).toBe("a");
  expect(vault.seal("b", place)).toMatch(/^v2\.k1\./);
  // Nonsense, a key that stands twice, no file: each is told once, however often it was looked at.
  expect(told).toHaveLength(3);
  put(TWO);
  clock.advance(1_000);
  expect(vault.seal("c", place)).toMatch(/^v2\.k2\./);
});

test("a key that was taken out of the file opens nothing any more", () => {
  put(TWO);
  const vault = follow();
  expect(vault.keyIds()).toEqual(["k2", "k1"]);
  put(key("k2", 2));
  clock.advance(1_000);
  expect(vault.keyIds()).toEqual(["k2"]);
  expect(() => vault.open(other(ONE).seal("a", place), place)).toThrow(
    expect.objectContaining({ detail: expect.stringContaining("k1 is not in the key ring") }),
  );
});

test("the configuration says which file the ring lives in", () => {
  const settings = { AMIVAULT_MODE: "embedded", AMIVAULT_DATA_DIR: path.join(folder, "data") };
  const own = path.join(folder, "data", "encryption-key");
  expect(loadConfig(settings).encryptionKeyFile).toBe(own);
  const given = loadConfig({ ...settings, AMIVAULT_ENCRYPTION_KEY_FILE: path.relative(".", file) });
  expect(given).toMatchObject({ encryptionKey: ONE, encryptionKeyFile: file });
  const text = loadConfig({ ...settings, AMIVAULT_ENCRYPTION_KEY: ONE });
  expect(text.encryptionKeyFile).toBeUndefined();
});

test("a file that every user may read is told loudly; one of the data folder is closed", () => {
  const warnings: string[] = [];
  const warning = {
    ...log,
    warn: (_fields: unknown, text?: string) => void warnings.push(text ?? ""),
  };
  const open = (dataDir: string) =>
    openKeyRing({ dataDir, encryptionKey: ONE, encryptionKeyFile: file }, warning);
  open(folder);
  expect(warnings).toEqual([]);
  chmodSync(file, 0o644);
  open("/elsewhere");
  expect(warnings).toEqual(["every user of this machine can read the encryption key"]);
  expect(statSync(file).mode & 0o777).toBe(0o644);
  open(folder);
  expect(warnings.at(-1)).toMatch(/could read the encryption key until now/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  open(folder);
  expect(warnings).toHaveLength(2);
});
