import os from "node:os";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordAudit } from "../audit/record-audit";
import { MINUTE } from "../clock";
import { auditKeys, credentials } from "../db/schema";
import { createLogger } from "../logger";
import { PROCESS_PREFIX } from "../leases/lease-names.pure";
import { putLease } from "../leases/leases.repo";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { cliContext, plantSecrets } from "../testing/sealed-world";
import { noteKnownKeys } from "../vault/known-keys.repo";
import { getReadiness } from "./get-readiness";

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
const ring = (...keys: string[]) => ({ AMIVAULT_ENCRYPTION_KEY: keys.join(",") });

let right: TestRuntime;
let other: TestRuntime | null;
/** What `other` logged. */
let lines: string[];
beforeEach(async () => {
  lines = [];
  other = null;
  right = await createTestRuntime({ env: ring(key("k2", 2), key("k1", 1)) });
  await writeEntry(right);
  await plantSecrets(right, { count: 2, seal: right.vault.seal, runtime: right });
});
afterEach(async () => {
  await other?.close();
  await right.close();
});

function writeEntry(at: TestRuntime): Promise<unknown> {
  const entry = { action: "test", targetType: "test", targetId: null };
  return at.db.write((tx) => recordAudit(tx, cliContext(at), entry));
}

/** The same database as another process sees it. */
async function withRing(...keys: string[]): Promise<TestRuntime> {
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ component: "test", level: "info", destination });
  const overrides = { log };
  const env = ring(...keys);
  other = await createTestRuntime({ folder: right.folder, seed: "other", env, overrides });
  return other;
}

/** A process that lives beside, and says which keys it has. */
async function putBeside(
  mode: "web" | "worker",
  keyIds: string[],
  at: TestRuntime = right,
): Promise<void> {
  const renewedAt = at.clock.now();
  const until = { renewedAt, expiresAt: renewedAt + MINUTE };
  const lock = {
    name: `${PROCESS_PREFIX}${mode}:${mode}`,
    owner: mode,
    description: `${mode} on elsewhere`,
  };
  await at.db.write(async (tx) => {
    await putLease(tx, { ...lock, ...until });
    await noteKnownKeys(tx, { owner: mode, keyIds, now: renewedAt, expiresAt: until.expiresAt });
  });
}

test("with the keys of its database a process is ready, and gives no reason", async () => {
  expect(await getReadiness(right)).toMatchObject({
    ready: true,
    encryptionKey: true,
    reason: null,
  });
});

test.each([
  ["another key", key("k9", 9)],
  ["another key by the same name", key("k2", 9)],
])(
  "a ring with %s is not ready, and says what to do; which process it is says the log, once",
  async (_what, given) => {
    const wrong = await withRing(given);
    const { reason, ...found } = await getReadiness(wrong);
    expect(found).toMatchObject({ ready: false, database: true, encryptionKey: false });
    expect(reason).toContain("npm run keys -- check");
    expect(reason).not.toContain(os.hostname());
    expect(reason).not.toMatch(/\d|embedded/);
    await getReadiness(wrong);
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { process: `embedded on ${os.hostname()}, process ${process.pid}`, reason, beside: null },
    ]);
    expect(reason).not.toMatch(/\bk[129]\b/);
    expect(reason).not.toContain(given.split(":")[1]);
  },
);

test("one secret that does not open, of whatever key, keeps nobody from being ready", async () => {
  const isIt = eq(credentials.id, "crd_0001");
  for (const secret of ["v2.k9.AA.AA", "v2.k2.AA.AA", "rubbish"]) {
    await right.db.write((tx) => tx.update(credentials).set({ secret }).where(isIt));
    expect(await getReadiness(right)).toMatchObject({ ready: true, reason: null });
  }
});

test("a key that nobody has any more takes its secrets along, and not the service", async () => {
  const place = { table: "credentials", column: "secret", rowId: "crd_0001" };
  const without = await withRing(key("k2", 2));
  const old = await createTestRuntime({ env: ring(key("k1", 1)) });
  const secret = old.vault.seal("plain", place);
  await old.close();
  const isIt = eq(credentials.id, place.rowId);
  await right.db.write((tx) => tx.update(credentials).set({ secret }).where(isIt));
  expect(await getReadiness(without)).toMatchObject({ ready: true });
  await putBeside("web", ["k2", "k3"]);
  expect(await getReadiness(without)).toMatchObject({ ready: true });
  await putBeside("web", ["k2", "k1"]);
  expect(await getReadiness(without)).toMatchObject({
    ready: false,
    encryptionKey: false,
    reason: expect.stringMatching(/that another process has\. Put/),
  });
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { msg: "this process is not ready", beside: "web on elsewhere" },
  ]);
  expect(await getReadiness(right)).toMatchObject({ ready: true });
  right.clock.advance(2 * MINUTE);
  without.clock.advance(2 * MINUTE);
  expect(await getReadiness(without)).toMatchObject({ ready: true });
  expect(lines.slice(1)).toEqual([expect.stringContaining("this process is ready again")]);
});

test("while the ring is changed by hand, a worker that has the new key first leaves the others ready", async () => {
  const web = await createTestRuntime({ env: ring(key("k1", 1)) });
  await writeEntry(web);
  const env = ring(key("k2", 2), key("k1", 1));
  other = await createTestRuntime({ folder: web.folder, seed: "other", env });
  await plantSecrets(other, { count: 2, seal: other.vault.seal, runtime: other });
  await putBeside("worker", ["k2", "k1"], web);
  expect(await getReadiness(web)).toMatchObject({ ready: true, reason: null });
  await putBeside("web", ["k2", "k1"], web);
  expect(await getReadiness(web)).toMatchObject({ ready: false, encryptionKey: false });
  await web.close();
});

test("without the audit log's key nothing can be written: that one secret counts", async () => {
  await right.db.write((tx) => tx.update(auditKeys).set({ secret: "v2.k2.AA.AA" }));
  expect(await getReadiness(right)).toMatchObject({ ready: false, encryptionKey: false });
});
