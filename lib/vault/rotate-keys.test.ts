import { chmodSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MINUTE } from "../clock";
import { createVault, type Vault } from "../crypto";
import { auditEntries, credentials } from "../db/schema";
import { PROCESS_PREFIX } from "../leases/lease-names.pure";
import { putLease } from "../leases/leases.repo";
import { createTestRuntime } from "../testing/create-test-runtime";
import {
  cliContext,
  createSealedWorld,
  everySecret,
  plantSecrets,
  sealAsBefore,
  wronglyOpened,
  type SealedWorld,
} from "../testing/sealed-world";
import type { Timers } from "../timers";
import { checkSecrets } from "./check-secrets";
import { toCheckText } from "./check-text.pure";
import { fixedKeyRing, parseKeyRing } from "./key-ring";
import { noteKnownKeys } from "./known-keys.repo";
import { retireKeys } from "./retire-keys";
import { rotateKeys, type RotationOptions } from "./rotate-keys";

let world: SealedWorld;
let lines: string[];
/** Called each time the rotation waits. */
let onWait: () => void;
beforeEach(async () => {
  world = await createSealedWorld();
  lines = [];
  onWait = () => undefined;
});
afterEach(() => world.close());

const timers: Timers = {
  after(_ms, work) {
    onWait();
    setImmediate(work);
    return () => undefined;
  },
};
const plant = (count: number, seal: Vault["seal"] = sealAsBefore) =>
  plantSecrets(world.runtime, { count, seal, runtime: world.runtime });
const options = (): RotationOptions => {
  return { file: world.ringFile, timers, say: (line) => void lines.push(line) };
};
const rotate = () => rotateKeys(world.ctx, options());
/** By the ring as it stands in the file. */
const vaultNow = () => createVault(fixedKeyRing(parseKeyRing(world.ring())));
const keyIdsInFile = () => [...parseKeyRing(world.ring()).keys.keys()];
const newest = () => keyIdsInFile()[0] ?? "";
const isSecond = expect.stringMatching(/^k2x[0-9a-f]{8}$/);
const isThird = expect.stringMatching(/^k3x[0-9a-f]{8}$/);

async function acts(): Promise<unknown[]> {
  const rows = await world.runtime.db.read.select().from(auditEntries);
  return rows.map(({ action, actorType, after }) => ({ action, actorType, after }));
}

/** A process that lives and says it knows these keys since then. */
async function live(keyIds: readonly string[], since = world.runtime.clock.now()): Promise<void> {
  const now = world.runtime.clock.now();
  const expiresAt = now + 10 * MINUTE;
  const owner = "host-1";
  await world.runtime.db.write(async (tx) => {
    const description = "worker on host, process 1";
    await putLease(tx, {
      name: `${PROCESS_PREFIX}worker:${owner}`,
      owner,
      description,
      renewedAt: now,
      expiresAt,
    });
    await noteKnownKeys(tx, { owner, keyIds, now: since, expiresAt });
  });
}

test("a rotation makes a key and brings every secret under it, in an envelope, deleted rows too", async () => {
  await plant(60);
  const count = (await everySecret(world.runtime)).length;
  expect(count).toBeGreaterThanOrEqual(300);
  const report = await rotate();
  expect(report).toEqual({ keyId: newest(), resealed: expect.any(Number), unreadable: [] });
  expect(report.resealed).toBeGreaterThanOrEqual(count);
  expect(keyIdsInFile()).toEqual([isSecond, "k1"]);
  expect(statSync(world.ringFile).mode & 0o777).toBe(0o600);
  const secrets = await everySecret(world.runtime);
  expect(secrets.filter(({ sealed }) => !sealed.startsWith(`v2.${newest()}.`))).toEqual([]);
  expect(wronglyOpened(vaultNow(), secrets)).toEqual([]);
  const by = { actorType: "cli" };
  expect(await acts()).toMatchObject([
    { ...by, action: "keys.add", after: { keyIds: [newest(), "k1"] } },
    { ...by, action: "keys.rotate", after: { keyId: newest(), resealed: report.resealed } },
  ]);
  expect(lines.join("\n")).not.toContain("plain");
  expect(readdirSync(path.dirname(world.ringFile))).toEqual(["ring"]);
});

test("a secret that cannot be read does not keep the ring from turning again", async () => {
  await plant(3);
  const broken = eq(credentials.id, "crd_0000");
  await world.runtime.db.write((tx) =>
    tx.update(credentials).set({ secret: "v2.k1.AAAA.BBBB" }).where(broken),
  );
  expect(await rotate()).toMatchObject({ keyId: isSecond, unreadable: [{ rowId: "crd_0000" }] });
  expect(await rotate()).toMatchObject({ keyId: isThird, unreadable: [{ rowId: "crd_0000" }] });
  expect(keyIdsInFile()).toEqual([isThird, isSecond, "k1"]);
});

test("a rotation that was broken off is finished under its own key, wherever it was", async () => {
  await plant(30);
  for (const at of [1, 2, 5]) {
    let said = 0;
    const broken: RotationOptions = {
      ...options(),
      say() {
        if (++said === at) throw new Error("the end");
      },
    };
    await expect(rotateKeys(world.ctx, broken)).rejects.toThrow("the end");
    expect(wronglyOpened(vaultNow(), await everySecret(world.runtime))).toEqual([]);
    expect(keyIdsInFile()).toEqual([isSecond, "k1"]);
  }
  await rotate();
  expect(keyIdsInFile()).toEqual([isSecond, "k1"]);
  const secrets = await everySecret(world.runtime);
  expect(secrets.every(({ sealed }) => sealed.startsWith(`v2.${newest()}.`))).toBe(true);
  // The next one is another.
  await rotate();
  expect(keyIdsInFile()).toEqual([isThird, isSecond, "k1"]);
});

test("two rotations at once lose no key and no secret", async () => {
  await plant(40);
  const second = await createTestRuntime({
    folder: world.runtime.folder,
    seed: "two",
    env: { AMIVAULT_ENCRYPTION_KEY_FILE: world.ringFile },
  });
  await Promise.all([rotate(), rotateKeys(cliContext(second), options())]);
  await second.close();
  expect(wronglyOpened(vaultNow(), await everySecret(world.runtime))).toEqual([]);
});

test("a secret that is changed meanwhile stays as it was changed", async () => {
  await plant(3);
  const place = { table: "credentials", column: "secret", rowId: "crd_0001" };
  const isIt = eq(credentials.id, place.rowId);
  const changed = sealAsBefore("changed meanwhile", place);
  const { db } = world.runtime;
  const write = db.write.bind(db);
  let hasChanged = false;
  // Between the read of a batch and its write.
  world.runtime.db.write = async (work) => {
    if (!hasChanged && lines.length > 0) {
      hasChanged = true;
      await write((tx) => tx.update(credentials).set({ secret: changed }).where(isIt));
    }
    return write(work);
  };
  await rotate();
  expect(hasChanged).toBe(true);
  const [row] = await db.read.select().from(credentials).where(isIt);
  expect(row?.secret).toMatch(/^v2\.k2x[0-9a-f]{8}\./);
  expect(vaultNow().open(row?.secret ?? "", place)).toBe("changed meanwhile");
});

test("nothing is sealed under a key before every process that lives knows it", async () => {
  await plant(2);
  await live(["k1"]);
  await expect(rotate()).rejects.toMatchObject({
    message: expect.stringMatching(/not know the key k2x[0-9a-f]{8}: worker on host, process 1\.$/),
  });
  const before = await everySecret(world.runtime);
  expect(before.filter(({ sealed }) => !/^v[12]\.k1\./.test(sealed))).toEqual([]);
  // It has read the file in the end.
  onWait = () => void live([newest(), "k1"]);
  expect((await rotate()).resealed).toBeGreaterThanOrEqual(10);
  const waits = `Waiting until the key ${newest()} is known to: worker on host, process 1.`;
  expect(lines).toContain(waits);
});

test("a process that says nothing of keys is one that does not know", async () => {
  await live([]);
  await expect(rotate()).rejects.toThrow("does not know the key k2");
});

test("a ring from the environment is turned by hand, in three steps that are told", async () => {
  const first = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
  const one = await createTestRuntime({ env: { AMIVAULT_ENCRYPTION_KEY: first } });
  const rotateIn = (ring: typeof one) =>
    rotateKeys(cliContext(ring), { ...options(), file: undefined });
  await plantSecrets(one, { count: 2, seal: one.vault.seal, runtime: one });
  await expect(rotateIn(one)).rejects.toMatchObject({
    message: expect.stringContaining("has one key only"),
    suggestion: expect.stringContaining("'k2x'"),
  });
  const ring = `k2:${Buffer.alloc(32, 8).toString("base64")},${first}`;
  const two = await createTestRuntime({
    folder: one.folder,
    seed: "two",
    env: { AMIVAULT_ENCRYPTION_KEY: ring },
  });
  expect(await rotateIn(two)).toMatchObject({ keyId: "k2", unreadable: [] });
  expect(wronglyOpened(two.vault, await everySecret(two))).toEqual([]);
  await two.close();
  await one.close();
});

test("a file that is a link is handed in from outside, and never replaced", async () => {
  const link = `${world.ringFile}-link`;
  symlinkSync(world.ringFile, link);
  await expect(rotateKeys(world.ctx, { ...options(), file: link })).rejects.toThrow("one key only");
  expect(keyIdsInFile()).toEqual(["k1"]);
});

test("the ring's file keeps the mode it was given", async () => {
  chmodSync(world.ringFile, 0o640);
  await rotate();
  expect(statSync(world.ringFile).mode & 0o777).toBe(0o640);
});

test("what a killed rotation left of a ring goes with the next one", async () => {
  writeFileSync(`${world.ringFile}.1.unfinished`, "k2:half");
  await rotate();
  expect(readdirSync(path.dirname(world.ringFile))).toEqual(["ring"]);
});

test("check names every secret that does not open, and the keys that nothing needs", async () => {
  await plant(2);
  await rotate();
  const { db } = world.runtime;
  const good = await checkSecrets(db.read, vaultNow());
  const all = good.secrets;
  expect(toCheckText(good, vaultNow().keyIds()).split("\n")).toEqual([
    `${all} of ${all} secrets decrypt.`,
    `${newest()}  newest, ${all} secrets under it`,
    "k1  not needed any more",
  ]);
  const [own, other] = await everySecret(world.runtime);
  const forge = (secret: string) =>
    db.write((tx) =>
      tx
        .update(credentials)
        .set({ secret })
        .where(eq(credentials.id, own?.place.rowId ?? "")),
    );
  await forge(other?.sealed ?? "");
  const moved = await checkSecrets(db.read, vaultNow());
  expect(moved.unreadable).toEqual([
    { ...own?.place, reason: expect.stringContaining("another row") },
  ]);
  await forge((own?.sealed ?? "").replace(`v2.${newest()}`, "v2.k9"));
  const lost = toCheckText(await checkSecrets(db.read, vaultNow()), keyIdsInFile());
  expect(lost).toContain(`${all - 1} of ${all} secrets decrypt.`);
  expect(lost).toContain("k9  not in the ring, 1 secret under it");
  expect(lost).toContain(
    "credentials.secret of row crd_0000: A stored secret cannot be read: key k9",
  );
  // It is left as it is, named, and the others are sealed anew.
  expect(await rotate()).toMatchObject({ resealed: all - 1, unreadable: [{ rowId: "crd_0000" }] });
  await expect(retireKeys(world.ctx, world.ringFile)).rejects.toThrow("1 secrets cannot be read");
});

test("keys are removed once nothing is under them, and what they sealed has been written", async () => {
  await plant(2);
  await rotate();
  await live(["k1", newest()], 0);
  await expect(retireKeys(world.ctx, world.ringFile)).rejects.toThrow(
    /for a minute: worker on host/,
  );
  await live([newest(), "k1"]);
  await expect(retireKeys(world.ctx, world.ringFile)).rejects.toThrow(/for a minute/);
  world.runtime.clock.advance(MINUTE);
  expect(await retireKeys(world.ctx, world.ringFile)).toEqual(["k1"]);
  expect(keyIdsInFile()).toEqual([isSecond]);
  expect(wronglyOpened(vaultNow(), await everySecret(world.runtime))).toEqual([]);
  expect(await retireKeys(world.ctx, world.ringFile)).toEqual([]);
  expect(await acts()).toContainEqual({
    action: "keys.retire",
    actorType: "cli",
    after: { keyIds: [newest()] },
  });
});

test("a key that something is under is never removed", async () => {
  await plant(2);
  await rotate();
  const place = { table: "credentials", column: "secret", rowId: "crd_0001" };
  const late = sealAsBefore("plain credentials secret crd_0001", place);
  await world.runtime.db.write((tx) =>
    tx.update(credentials).set({ secret: late }).where(eq(credentials.id, place.rowId)),
  );
  expect(await retireKeys(world.ctx, world.ringFile)).toEqual([]);
  expect(keyIdsInFile()).toEqual([isSecond, "k1"]);
});
