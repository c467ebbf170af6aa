import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordAudit } from "../audit/record-audit";
import { verifyChain } from "../audit/verify-chain";
import { toReportText } from "../audit/verify-words.pure";
import { MINUTE } from "../clock";
import { watchAudit } from "../health/watch-audit";
import { readSetting } from "../settings/settings.repo";
import { alerts, auditEntries, auditKeys, credentials, users } from "../db/schema";
import { PROCESS_PREFIX } from "../leases/lease-names.pure";
import { putLease } from "../leases/leases.repo";
import { takeHead, tamperWith } from "../testing/audit-world";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { cliContext, everySecret, plantSecrets } from "../testing/sealed-world";
import { checkSecrets } from "./check-secrets";
import { forgetLostSecrets } from "./forget-lost-secrets";
import { tellUnreadableSecrets } from "./tell-unreadable-secrets";

const ring = (byte: number) => {
  return { AMIVAULT_ENCRYPTION_KEY: `k${byte}:${Buffer.alloc(32, byte).toString("base64")}` };
};

let before: TestRuntime;
/** The same database, opened with a ring that knows none of it. */
let lost: TestRuntime;
beforeEach(async () => {
  before = await createTestRuntime({ env: ring(1) });
  await before.db.write((tx) => recordAudit(tx, cliContext(before), ENTRY));
  await plantSecrets(before, { count: 2, seal: before.vault.seal, runtime: before });
  await before.db.write((tx) => tx.update(users).set({ totpConfirmedAt: 1 }));
  lost = await createTestRuntime({ folder: before.folder, seed: "lost", env: ring(2) });
  lost.clock.advance(MINUTE);
});
afterEach(async () => {
  await lost.close();
  await before.close();
});

const ENTRY = { action: "test", targetType: "test", targetId: null };

test("a start with a ring that opens nothing is told in the log, one that opens all is not", async () => {
  const told: unknown[] = [];
  const log = { error: (...said: unknown[]) => void told.push(said) };
  await tellUnreadableSecrets({ ...before, log });
  expect(told).toEqual([]);
  await tellUnreadableSecrets({ ...lost, log });
  const { length } = await everySecret(lost);
  const fields = expect.objectContaining({ secrets: length, unreadable: length, keyIds: ["k2"] });
  expect(told).toEqual([[fields, expect.stringContaining("cannot be opened")]]);
});

test("after a key was lost, what cannot be read is taken away and the audit log goes on", async () => {
  await expect(
    lost.db.write((tx) => recordAudit(tx, cliContext(lost), ENTRY)),
  ).rejects.toMatchObject({ detail: expect.stringContaining("key k1 is not in the key ring") });
  const count = (await everySecret(lost)).length;
  expect(await forgetLostSecrets(cliContext(lost), count)).toHaveLength(count);
  const left = await everySecret(lost);
  expect(left.map(({ place }) => place.table)).toEqual(["audit_keys"]);
  const people = await lost.db.read.select().from(users);
  expect(people).not.toHaveLength(0);
  for (const person of people) {
    expect(person).toMatchObject({ totpSecret: null, totpConfirmedAt: null });
    expect(person.passwordHash).not.toBe("");
    // Whoever had the lost second factor may have collected browsers with it.
    expect(person.devicesSince).toBe(lost.clock.now());
  }
  await lost.db.write((tx) => recordAudit(tx, cliContext(lost), ENTRY));
  const entries = await lost.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, "keys.forget"));
  expect(entries).toHaveLength(count);
  expect(new Set(entries.map(({ keyId }) => keyId)).size).toBe(1);
  expect(await lost.db.read.$count(auditKeys)).toBe(1);
  expect((await checkSecrets(lost.db.read, lost.vault)).unreadable).toEqual([]);
});

/** The application with that ring, while the one before is closed. */
async function openWith(byte: number): Promise<TestRuntime> {
  await lost.close();
  lost = await createTestRuntime({ folder: before.folder, seed: `ring-${byte}`, env: ring(byte) });
  lost.clock.advance(byte * MINUTE);
  return lost;
}

async function forgetAll(runtime: TestRuntime): Promise<void> {
  const { unreadable } = await checkSecrets(runtime.db.read, runtime.vault);
  await forgetLostSecrets(cliContext(runtime), unreadable.length);
}

const verify = async (runtime: TestRuntime) => {
  const { db, vault } = runtime;
  const heads = [await takeHead(runtime)];
  const report = await verifyChain({ read: db.read, vault }, { heads });
  return { ...report, text: toReportText(report) };
};

test("entries of a lost key are told to be unproven, and by whose word; the rest is proven", async () => {
  const { problems } = await verify(lost);
  expect(problems.map(({ kind }) => kind)).toEqual(["key", "key"]);
  await forgetAll(lost);
  const report = await verify(lost);
  expect(report.problems).toEqual([]);
  const said = { firstSeq: 1, lastSeq: 1, entries: 1, givenUpBy: "keys", givenUpSeq: 2 };
  expect(report.unproven).toMatchObject([said]);
  expect(report.text).toContain("UNPROVEN  Entry 1 cannot be proven (1 entry): their key was lost");
  expect(report.text).toContain("The chain holds, but for 1 entry that cannot be proven.");
  await watchAudit(lost);
  expect(await lost.db.read.$count(alerts)).toBe(0);
  const check = await readSetting(lost.db.read, "audit.check");
  expect(check).toMatchObject({ problems: 0, unproven: 1 });
});

test("a second key that is lost takes the word on the first along", async () => {
  await forgetAll(lost);
  const third = await openWith(3);
  await forgetAll(third);
  const report = await verify(third);
  expect(report.problems).toEqual([]);
  expect(report.unproven).toHaveLength(2);
  expect(report.unproven.map(({ firstSeq }) => firstSeq)).toEqual([1, 2]);
});

test("what is unproven may not change any more, and takes nothing in", async () => {
  await forgetAll(lost);
  await tamperWith(lost, "update audit_entries set actor_name = 'eve' where seq = 1");
  expect((await verify(lost)).problems).toMatchObject([{ kind: "edited", firstSeq: 1 }]);
  await tamperWith(lost, "update audit_entries set actor_name = 'keys' where seq = 1");
  expect((await verify(lost)).problems).toEqual([]);
  await tamperWith(
    lost,
    "update audit_entries set key_id = (select key_id from audit_entries where seq = 1) where seq = 3",
  );
  expect((await verify(lost)).problems).toMatchObject([{ kind: "key", firstSeq: 1, lastSeq: 3 }]);
});

test("nothing is taken away by a wrong count, or while the application runs", async () => {
  const count = (await everySecret(lost)).length;
  await expect(forgetLostSecrets(cliContext(lost), count - 1)).rejects.toMatchObject({
    suggestion: expect.stringContaining(`forget-lost ${count}`),
  });
  await expect(forgetLostSecrets(cliContext(lost), Number.NaN)).rejects.toThrow("cannot be read");
  const now = lost.clock.now();
  const lock = {
    name: `${PROCESS_PREFIX}embedded`,
    owner: "host-1",
    description: "embedded on host",
  };
  await lost.db.write((tx) => putLease(tx, { ...lock, renewedAt: now, expiresAt: now + MINUTE }));
  await expect(forgetLostSecrets(cliContext(lost), count)).rejects.toThrow("embedded on host");
  expect(await everySecret(lost)).toHaveLength(count);
});

test("what can be read stays", async () => {
  const isIt = eq(credentials.id, "crd_0000");
  await before.db.write((tx) => tx.update(credentials).set({ secret: "v2.k9.AA.AA" }).where(isIt));
  expect(await forgetLostSecrets(cliContext(before), 1)).toMatchObject([{ rowId: "crd_0000" }]);
  expect((await checkSecrets(before.db.read, before.vault)).unreadable).toEqual([]);
  const [row] = await before.db.read.select().from(credentials).where(isIt);
  expect(row?.secret).toBeNull();
  expect(await forgetLostSecrets(cliContext(before), 0)).toEqual([]);
});
