import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createVault } from "#lib/crypto";
import { channels } from "#lib/db/schema/index";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import {
  everySecret,
  FIRST_KEY,
  plainAt,
  plantSecrets,
  sealAsBefore,
  wronglyOpened,
} from "#lib/testing/sealed-world";
import { fixedKeyRing, parseKeyRing } from "#lib/vault/key-ring";
import { install, type Installation, type RunningProgram } from "../testing/installed-processes";

const ROWS = 120;
const SECRETS = 5 * ROWS;
const SETTINGS = { AMIVAULT_MODE: "embedded", PORT: "0" };
const FIRST_RING = `k1:${FIRST_KEY.toString("base64")}`;

let installation: Installation;
let world: TestRuntime;
let ringFile: string;
let running: RunningProgram[] = [];

beforeAll(async () => {
  installation = await install(["keys", "migrate", "launcher"]);
}, 60_000);
beforeEach(async () => {
  const data = path.join(installation.folder, "data");
  mkdirSync(data, { recursive: true, mode: 0o700 });
  ringFile = path.join(data, "encryption-key");
  writeFileSync(ringFile, `${FIRST_RING}\n`, { mode: 0o600 });
  await installation.run("migrate", SETTINGS).ended;
  const env = { AMIVAULT_ENCRYPTION_KEY_FILE: ringFile };
  world = await createTestRuntime({ folder: data, env });
  await plantSecrets(world, { count: ROWS, seal: sealAsBefore, runtime: world });
}, 60_000);
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill("SIGKILL");
    await ended;
  }
  running = [];
  await world.close();
  rmSync(world.folder, { recursive: true });
});
afterAll(() => installation.close());

function keys(...args: string[]): RunningProgram {
  const program = installation.run("keys", SETTINGS, args);
  running.push(program);
  return program;
}

/** With the ring as it stands in the file, which every process begins with. */
const ringNow = () => parseKeyRing(readFileSync(ringFile, "utf8").trim());
const vaultNow = () => createVault(fixedKeyRing(ringNow()));

async function expectAllToOpen(): Promise<void> {
  const secrets = await everySecret(world);
  expect(secrets.filter(({ place }) => place.table !== "audit_keys")).toHaveLength(SECRETS);
  expect(wronglyOpened(vaultNow(), secrets)).toEqual([]);
}

test("killed at any instant, a rotation loses nothing, and the next one finishes it", async () => {
  const kills: Array<(program: RunningProgram) => Promise<unknown>> = [
    // The very first thing it says: the key is in the file, nothing is sealed under it.
    (program) => program.says("The key k2x"),
    (program) => program.says("credentials.secret: 25 sealed anew"),
    (program) => program.says("eventbridge_places.callback_key"),
    ...[5, 20, 60].map((ms) => async (program: RunningProgram) => {
      await program.says("sealed anew");
      await new Promise((resolve) => void setTimeout(resolve, ms));
    }),
  ];
  for (const kill of kills) {
    const program = keys("rotate");
    // One that was faster than its killer has finished.
    await Promise.race([kill(program).catch(() => undefined), program.ended]);
    program.child.kill("SIGKILL");
    await program.ended;
    await expectAllToOpen();
    expect(statSync(ringFile).mode & 0o777).toBe(0o600);
  }
  const last = keys("rotate");
  expect(await last.ended).toBe(0);
  await expectAllToOpen();
  const newest = `v2.${ringNow().currentKeyId}.`;
  const left = (await everySecret(world)).filter(({ sealed }) => !sealed.startsWith(newest));
  expect(left).toEqual([]);
}, 60_000);

test("the application runs on while its ring turns: its own writes win, and old keys can go", async () => {
  const application = installation.run("launcher", SETTINGS);
  running.push(application);
  await application.says("AMIVault is ready");
  const rotation = keys("rotate");
  // Another writer with a vault of its own, as the application's verbs are.
  let writes = 0;
  const own = { table: "channels", column: "secret", rowId: "chn_0060" };
  while (rotation.child.exitCode === null) {
    const secret = world.vault.seal(`${plainAt(own)} ${++writes}`, own);
    await world.db.write((tx) =>
      tx.update(channels).set({ secret }).where(eq(channels.id, own.rowId)),
    );
    await new Promise((resolve) => void setTimeout(resolve, 10));
  }
  expect(await rotation.ended).toBe(0);
  expect(rotation.errors()).toBe("");
  const secrets = await everySecret(world);
  const [mine] = secrets.filter(({ place }) => place.rowId === own.rowId);
  expect(vaultNow().open(mine?.sealed ?? "", own)).toBe(`${plainAt(own)} ${writes}`);
  const others = secrets.filter((secret) => secret !== mine);
  expect(wronglyOpened(vaultNow(), others)).toEqual([]);
  // Within the minute in which the application may still write what it sealed before.
  const early = keys("retire");
  expect(await early.ended).toBe(1);
  expect(early.errors()).toContain("for a minute: embedded on");
  application.child.kill("SIGTERM");
  expect(await application.ended).toBe(0);
  expect(await keys("rotate").ended).toBe(0);
  const retired = keys("retire");
  expect(await retired.ended).toBe(0);
  expect(retired.output()).toMatch(/Removed from the ring: (k\dx[0-9a-f]{8}, )?k1/);
  expect(await keys("check").ended).toBe(0);
  const list = keys("list");
  expect(await list.ended).toBe(0);
  expect(list.output()).toMatch(/k\dx[0-9a-f]{8} {2}seals and opens/);
}, 60_000);

test("check names what does not decrypt and ends with 1; nothing it prints is a secret or a key", async () => {
  const isIt = eq(channels.id, "chn_0007");
  await world.db.write((tx) => tx.update(channels).set({ secret: "v2.k7.AA.AA" }).where(isIt));
  const check = keys("check");
  expect(await check.ended).toBe(1);
  const [, good, all] = /^(\d+) of (\d+) secrets decrypt\./.exec(check.output()) ?? [];
  expect(Number(all) - Number(good)).toBe(1);
  expect(Number(all)).toBeGreaterThanOrEqual(SECRETS);
  expect(check.output()).toContain("channels.secret of row chn_0007");
  for (const told of [check.output(), check.errors()]) {
    expect(told).not.toContain("plain");
    expect(told).not.toContain(FIRST_KEY.toString("base64"));
  }
});

test("says how it is used, and by which name it failed", async () => {
  const program = keys();
  expect(await program.ended).toBe(1);
  expect(program.errors().trim().split("\n")).toEqual([
    "npm run keys did not finish.",
    "Say what to do, and nothing else.",
    "npm run keys -- check | list | rotate | retire | forget-lost COUNT",
  ]);
});
