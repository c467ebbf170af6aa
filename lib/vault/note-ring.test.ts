import { afterEach, beforeEach, expect, test } from "vitest";
import { createVault } from "../crypto";
import { auditEntries } from "../db/schema";
import { lockProcess, type ProcessLock } from "../leases/process-lock";
import { createTestRuntime } from "../testing/create-test-runtime";
import {
  createSealedWorld,
  FIRST_KEY,
  plantSecrets,
  sealAsBefore,
  type SealedWorld,
} from "../testing/sealed-world";
import type { Timers } from "../timers";
import { fixedKeyRing, parseKeyRing } from "./key-ring";
import { noteRing, noteRingFile } from "./note-ring";
import { retireKeys } from "./retire-keys";
import { rotateKeys } from "./rotate-keys";

let world: SealedWorld;
beforeEach(async () => {
  world = await createSealedWorld();
});
afterEach(() => world.close());

const timers: Timers = {
  after(_ms, work) {
    setImmediate(work);
    return () => undefined;
  },
};
const rotate = () => rotateKeys(world.ctx, { file: world.ringFile, timers, say: () => undefined });
const keyIdsInFile = () => [...parseKeyRing(world.ring()).keys.keys()];
const isSecond = expect.stringMatching(/^k2x[0-9a-f]{8}$/);

async function acts(): Promise<unknown[]> {
  const rows = await world.runtime.db.read.select().from(auditEntries);
  return rows.map(({ action, actorType, after }) => ({ action, actorType, after }));
}

/** The work is done, and the power goes before it is committed. */
async function withoutCommit(action: string, work: () => Promise<unknown>): Promise<void> {
  const { db } = world.runtime;
  const { write } = db;
  const last = async () => (await acts()).length;
  const before = await last();
  db.write = (inTx) =>
    write(async (tx) => {
      const done = await inTx(tx);
      const rows = await tx.select({ action: auditEntries.action }).from(auditEntries);
      if (rows.length > before && rows.some((row) => row.action === action)) {
        throw new Error("power cut");
      }
      return done;
    });
  await expect(work()).rejects.toThrow("power cut");
  db.write = write;
  expect(await last()).toBe(before);
}

test("a key that was made or removed and not written down is written down by what is begun next", async () => {
  await plantSecrets(world.runtime, { count: 2, seal: sealAsBefore, runtime: world.runtime });
  await withoutCommit("keys.add", rotate);
  expect(keyIdsInFile()).toEqual([isSecond, "k1"]);
  await rotate();
  expect(await acts()).toMatchObject([
    { action: "keys.add", after: { keyIds: [isSecond, "k1"], noticed: true } },
    { action: "keys.rotate" },
  ]);
  await withoutCommit("keys.retire", () => retireKeys(world.ctx, world.ringFile));
  expect(keyIdsInFile()).toEqual([isSecond]);
  // A start, for one.
  const start = { ...world.ctx, actor: { type: "system" as const, job: "start" } };
  for (let times = 0; times < 2; times++) await noteRing(start, keyIdsInFile);
  expect((await acts()).slice(2)).toMatchObject([
    { action: "keys.retire", actorType: "system", after: { keyIds: [isSecond], noticed: true } },
  ]);
  expect(await retireKeys(world.ctx, world.ringFile)).toEqual([]);
  await rotate();
  expect(await acts()).toHaveLength(5);
});

test("a ring that was changed by hand is written down once, at the next start that can", async () => {
  await plantSecrets(world.runtime, { count: 2, seal: sealAsBefore, runtime: world.runtime });
  await noteRing(world.ctx, () => ["k1"]);
  expect(await acts()).toEqual([]);
  await noteRing(world.ctx, () => ["k7", "k1"]);
  await noteRing(world.ctx, () => ["k1", "k7"]);
  expect(await acts()).toMatchObject([
    { action: "keys.add", after: { keyIds: ["k7", "k1"], noticed: true } },
  ]);
  const other = createVault(
    fixedKeyRing(parseKeyRing(`k9:${Buffer.alloc(32, 9).toString("base64")}`)),
  );
  const lost = { ...world.ctx, runtime: { ...world.ctx.runtime, vault: other } };
  await noteRing(lost, () => ["k9"]);
  expect(await acts()).toHaveLength(1);
});

/** A process that runs beside, with a ring of its own in its environment. */
async function startBeside(...keys: string[]): Promise<ProcessLock> {
  const env = { AMIVAULT_ENCRYPTION_KEY: keys.join(",") };
  const { folder } = world.runtime;
  const runtime = await createTestRuntime({ folder, seed: "beside", env });
  const never: Timers = { after: () => () => undefined };
  const lock = await lockProcess({ runtime, mode: "web", timers: never, onLost: () => undefined });
  return {
    ...lock,
    async release() {
      await lock.release();
      await runtime.close();
    },
  };
}

const K1 = `k1:${FIRST_KEY.toString("base64")}`;
const K2 = `k2:${Buffer.alloc(32, 2).toString("base64")}`;

test("a start with the ring of before, while another process has the new one, tells of no key that went", async () => {
  await noteRing(world.ctx, () => ["k1"]);
  const beside = await startBeside(K2, K1);
  await noteRing(world.ctx, () => ["k2", "k1"]);
  await noteRing(world.ctx, () => ["k1"]);
  await noteRing(world.ctx, () => ["k2", "k1"]);
  const added = { action: "keys.add", after: { keyIds: ["k2", "k1"], noticed: true } };
  expect(await acts()).toMatchObject([added]);
  // The old key goes: not before the last process that has it.
  await noteRing(world.ctx, () => ["k2"]);
  expect(await acts()).toHaveLength(1);
  await beside.release();
  await noteRing(world.ctx, () => ["k2"]);
  expect(await acts()).toMatchObject([
    added,
    { action: "keys.retire", after: { keyIds: ["k2"], noticed: true } },
  ]);
});

test("in a file of ours a key that is gone is told of at once, whoever still has it in memory", async () => {
  await noteRing(world.ctx, () => ["k2", "k1"]);
  const beside = await startBeside(K2, K1);
  await noteRingFile(world.ctx, world.ringFile);
  expect(await acts()).toMatchObject([
    { action: "keys.retire", after: { keyIds: ["k1"], noticed: true } },
  ]);
  await beside.release();
});
