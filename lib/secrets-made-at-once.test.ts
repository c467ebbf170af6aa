import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConfig } from "./config";
import { readOrCreateSecrets } from "./config-secrets";
import { bundleProgram } from "./testing/bundle-program";

const STARTING = 4;
const ROUNDS = 40;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "amivault-secrets-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Threads, which stand for processes: each waits for all the others before every round. */
const PROGRAM = `
import { parentPort, workerData } from "node:worker_threads";
import { readOrCreateSecrets } from "./config-secrets";
const { shared, folder, starting, rounds } = workerData;
const arrived = new Int32Array(shared);
const answers = [];
for (let round = 0; round < rounds; round++) {
  const all = starting * (round + 1);
  let seen = Atomics.add(arrived, 0, 1) + 1;
  if (seen === all) Atomics.notify(arrived, 0);
  for (; seen < all; seen = Atomics.load(arrived, 0)) Atomics.wait(arrived, 0, seen);
  const dataDir = folder + "/" + round;
  try {
    const found = readOrCreateSecrets({ dataDir, mayCreate: true, given: {}, givenKeyFile: undefined });
    answers.push([found.installationId, found.encryptionKey, found.sessionSecret].join(" "));
  } catch (error) {
    answers.push(error.message);
  }
}
parentPort.postMessage(answers);
`;

test("processes that start at the same time have the same secrets, and none fails", async () => {
  const program = path.join(folder, "start.mjs");
  await bundleProgram({ source: PROGRAM, folder: import.meta.dirname, file: program });
  const workerData = {
    shared: new SharedArrayBuffer(4),
    folder: path.join(folder, "rounds"),
    starting: STARTING,
    rounds: ROUNDS,
  };
  const all = await Promise.all(
    Array.from({ length: STARTING }, () => answersOf(new Worker(program, { workerData }))),
  );
  for (let round = 0; round < ROUNDS; round++) {
    const dataDir = path.join(folder, "rounds", String(round));
    const stored = ["installation-id", "encryption-key", "session-secret"].map((name) =>
      readFileSync(path.join(dataDir, name), "utf8").trim(),
    );
    expect(new Set(all.map((answers) => answers[round]))).toEqual(new Set([stored.join(" ")]));
    expect(readdirSync(dataDir)).toHaveLength(3);
  }
});

function answersOf(worker: Worker): Promise<string[]> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

test.each(["encryption-key", "session-secret", "installation-id"])(
  "an empty file %s is told as such, and nothing is put in its place",
  (name) => {
    const dataDir = mkdtempSync(path.join(folder, "empty-"));
    const file = path.join(dataDir, name);
    writeFileSync(file, "\n");
    const env = { AMIVAULT_MODE: "embedded", AMIVAULT_DATA_DIR: dataDir };
    expect(() => loadConfig(env)).toThrow(`${file} is empty.`);
    expect(readFileSync(file, "utf8")).toBe("\n");
  },
);

test("a secret that cannot be read is told as such, and no other is made", () => {
  const dataDir = mkdtempSync(path.join(folder, "unreadable-"));
  const file = path.join(dataDir, "encryption-key");
  // A folder of its name is read by nobody, root included.
  mkdirSync(file);
  const read = () =>
    readOrCreateSecrets({ dataDir, mayCreate: true, given: {}, givenKeyFile: undefined });
  expect(read).toThrow(`${file} cannot be read.`);
});
