import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordAudit } from "../audit/record-audit";
import { MINUTE } from "../clock";
import { auditEntries, auditKeys, credentials, users } from "../db/schema";
import { PROCESS_PREFIX } from "../leases/lease-names.pure";
import { putLease } from "../leases/leases.repo";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { cliContext, everySecret, plantSecrets } from "../testing/sealed-world";
import { checkSecrets } from "./check-secrets";
import { forgetLostSecrets } from "./forget-lost-secrets";

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

test("after a key was lost, what cannot be read is taken away and the audit log goes on", async () => {
  await expect(lost.db.write((tx) => recordAudit(tx, cliContext(lost), ENTRY))).rejects.toThrow(
    "key k1 is not in the key ring",
  );
  const count = (await everySecret(lost)).length;
  expect(await forgetLostSecrets(cliContext(lost), count)).toHaveLength(count);
  const left = await everySecret(lost);
  expect(left.map(({ place }) => place.table)).toEqual(["audit_keys", "audit_keys"]);
  const people = await lost.db.read.select().from(users);
  expect(people).not.toHaveLength(0);
  for (const person of people) {
    expect(person).toMatchObject({ totpSecret: null, totpConfirmedAt: null });
    expect(person.passwordHash).not.toBe("");
  }
  await lost.db.write((tx) => recordAudit(tx, cliContext(lost), ENTRY));
  const entries = await lost.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.action, "keys.forget"));
  expect(entries).toHaveLength(count);
  expect(new Set(entries.map(({ keyId }) => keyId)).size).toBe(1);
  expect(await lost.db.read.$count(auditKeys)).toBe(2);
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
