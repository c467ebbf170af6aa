import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readHeadsFiles } from "./read-heads-files";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "amivault-heads-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(installation: string | null): string {
  const file = path.join(folder, "heads");
  const auditHead = { installation, seq: 1, mac: "m", keyId: "auk_1", at: 1 };
  writeFileSync(
    file,
    installation === null ? "" : `before ${JSON.stringify({ auditHead })} after\n`,
  );
  return file;
}

test("a file with a head of this installation is read", () => {
  expect(readHeadsFiles([put("one")], "one")).toEqual([expect.stringContaining("auditHead")]);
});

test.each([
  ["an empty one", null],
  ["another installation's", "two"],
])("%s is refused: nothing of it would be compared", (_what, installation) => {
  expect(() => readHeadsFiles([put(installation)], "one")).toThrow(/^No head of one is in /);
});

test("one that is not there is named", () => {
  expect(() => readHeadsFiles([path.join(folder, "none")], "one")).toThrow(/none cannot be read: /);
});
