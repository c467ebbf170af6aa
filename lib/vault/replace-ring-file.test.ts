import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleProgram } from "../testing/bundle-program";
import { KEY_BYTES } from "./aes-gcm";
import { formatKeyRing, parseKeyRing } from "./key-ring";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "amivault-replace-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = `
import { readRingFile, replaceRingFile } from "./replace-ring-file";
const file = process.argv[2];
const { keys } = readRingFile(file);
replaceRingFile(file, new Map([["knew", Buffer.alloc(32, 255)], ...keys]));
`;

test("a disk that takes a part of the new ring leaves the old one whole", async () => {
  const program = path.join(folder, "replace.mjs");
  await bundleProgram({ source: PROGRAM, folder: import.meta.dirname, file: program });
  const data = mkdtempSync(path.join(folder, "data-"));
  const file = path.join(data, "ring");
  const ids = Array.from({ length: 60 }, (_, number) => `k${60 - number}`);
  const keys = new Map(ids.map((id, number) => [id, Buffer.alloc(KEY_BYTES, number)]));
  writeFileSync(file, `${formatKeyRing(keys)}\n`, { mode: 0o600 });
  // A file may have so many blocks: the first part is written, and the rest is refused.
  const limited = spawnSync(
    "sh",
    ["-c", 'ulimit -f 1; exec "$0" "$1" "$2"', process.execPath, program, file],
    {
      encoding: "utf8",
    },
  );
  expect(limited.stderr).toContain("cannot be replaced");
  expect([...parseKeyRing(readFileSync(file, "utf8").trim()).keys.keys()]).toEqual(ids);
  expect(readdirSync(data)).toEqual(["ring"]);
  const free = spawnSync(process.execPath, [program, file], { encoding: "utf8" });
  expect(free.stderr).toBe("");
  expect(parseKeyRing(readFileSync(file, "utf8").trim()).currentKeyId).toBe("knew");
});
