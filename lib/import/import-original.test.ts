import { createClient } from "@libsql/client";
import { pbkdf2Sync, scryptSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signIn } from "../auth/sign-in";
import { selectUserByKey } from "../auth/users.repo";
import {
  auditEntries,
  backups,
  credentials,
  instances,
  retentionPolicies,
  users,
} from "../db/schema";
import { createAccountWorld, type AccountWorld } from "../testing/account-world";
import { anonymousContext } from "../testing/contexts";
import { readLinks } from "../testing/ledger";
import { writeOriginalFile } from "../testing/original-file";
import { importOriginal } from "./import-original";

const REGION = "eu-west-1";
const WEB = "i-0123456789abcdef0";
const BROKEN = "i-0123456789abcdef1";

let world: AccountWorld;
let file: string;
beforeEach(async () => {
  world = await createAccountWorld();
  file = path.join(world.runtime.folder, "original.db");
});
afterEach(() => world.close());

const scryptHash = (password: string) =>
  `scrypt:32768:8:1$salt$${scryptSync(password, "salt", 64, { N: 32_768, r: 8, p: 1, maxmem: 2 ** 27 }).toString("hex")}`;
const pbkdf2Hash = (password: string) =>
  `pbkdf2:sha256:1000$salt$${pbkdf2Sync(password, "salt", 1_000, 32, "sha256").toString("hex")}`;

async function writeOriginal(): Promise<void> {
  const { accessKeyId, secretAccessKey } = world.key;
  await writeOriginalFile(
    file,
    `
    insert into users values (1, 'admin', '${scryptHash("horse staple one")}', 'a@example.com', 1, '2025-01-01 00:00:00.000000', 1);
    insert into users values (2, 'Kim', '${pbkdf2Hash("horse staple two")}', '', 0, '2025-01-01 00:00:00', 0);
    insert into users values (3, 'odd', 'plain text', '', 0, null, 1);
    insert into aws_credentials values (1, 'Production', '${accessKeyId}', '${secretAccessKey}', '${REGION}');
    insert into instances values (1, '${WEB}', 'web', '${accessKeyId}', '${secretAccessKey}', '${REGION}', '30 3 * * 1', 14, '2025-01-02 00:00:00', 1, 'eventbridge');
    insert into instances values (2, '${BROKEN}', 'db', 'AKIADEADDEADDEADDEAD', 'never-a-real-secret', '${REGION}', '60', 7, null, 1, 'python');
    insert into backups values (1, '${WEB}', 'ami-0aaaaaaaaaaaaaaaa', 'gone', 'Success', '2025-02-01 03:30:00.000000', null, null, null, '${REGION}');
    insert into backups values (2, '${WEB}', null, null, 'Failed', '2025-02-02 03:30:00', null, null, 'no permission', '${REGION}');
    insert into backups values (3, '${BROKEN}', 'ami-0bbbbbbbbbbbbbbbb', 'x', 'Success', '2025-02-01 03:30:00', null, null, null, null);
  `,
  );
}

const run = (check = false) =>
  importOriginal(world.runtime, { file, check, zone: "Europe/Berlin" });

test("a check says what would be imported, and writes nothing", async () => {
  await writeOriginal();
  const { read } = world.runtime.db;
  const before = await read.select().from(users);
  const report = await run(true);
  expect(report).toMatchObject({
    users: { imported: 2, present: 0, leftOut: 1 },
    credentials: { imported: 1, leftOut: 1 },
    instances: { imported: 1, leftOut: 1 },
    backups: { imported: 2, leftOut: 1 },
  });
  expect(await read.select().from(users)).toEqual(before);
  for (const table of [credentials, instances, backups]) {
    expect(await read.select().from(table)).toEqual([]);
  }
});

test("users, credentials, instances and backups are taken over, once", async () => {
  await writeOriginal();
  const first = await run();
  expect(first).toMatchObject({
    users: { imported: 2, leftOut: 1 },
    credentials: { imported: 1, leftOut: 1 },
    instances: { imported: 1, leftOut: 1 },
    backups: { imported: 2, leftOut: 1 },
  });
  const { read } = world.runtime.db;
  const [instance] = await read.select().from(instances);
  expect(instance).toMatchObject({
    instanceId: WEB,
    name: "web",
    paused: false,
    scheduler: "eventbridge",
  });
  const [link] = await readLinks(world.runtime, instance?.id ?? "");
  expect(link?.nextDueAt).toBeGreaterThan(world.runtime.clock.now());
  const [policy] = await read
    .select()
    .from(retentionPolicies)
    .where(eq(retentionPolicies.id, instance?.retentionPolicyId ?? ""));
  expect(policy).toMatchObject({ keepDays: 14, enforced: false });
  const records = await read.select().from(backups).where(eq(backups.kind, "adopted"));
  expect(records.map(({ status }) => status).toSorted()).toEqual(["failed", "gone"]);
  const again = await run();
  for (const kind of ["users", "credentials", "instances", "backups"] as const) {
    expect(again[kind].imported).toBe(0);
  }
  expect(await read.select().from(backups).where(eq(backups.kind, "adopted"))).toHaveLength(2);
});

test("no secret is in the report, the audit log or a row", async () => {
  await writeOriginal();
  const report = await run();
  const { read } = world.runtime.db;
  const told = JSON.stringify([
    report,
    await read.select().from(auditEntries),
    await read.select().from(credentials),
  ]);
  expect(told).not.toContain(world.key.secretAccessKey);
  expect(told).not.toContain("never-a-real-secret");
  expect(told).not.toContain("scrypt:");
});

describe("an imported password", () => {
  const enter = (username: string, password: string) =>
    signIn(anonymousContext(world.runtime), { username, password, kind: "web", userAgent: "" });

  test("is verified by its old hash once, and is our own from then on", async () => {
    await writeOriginal();
    await run();
    await expect(enter("admin", "horse staple two")).rejects.toMatchObject({
      code: "unauthorized",
    });
    const { user } = await enter("Admin", "horse staple one");
    expect(user).toMatchObject({ role: "admin" });
    const stored = await selectUserByKey(world.runtime.db.read, "admin");
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$/);
    await enter("admin", "horse staple one");
  });

  test("of somebody who was not active opens nothing until an administrator says so", async () => {
    await writeOriginal();
    await run();
    await expect(enter("kim", "horse staple two")).rejects.toMatchObject({ code: "unauthorized" });
    await world.runtime.db.write((tx) =>
      tx.update(users).set({ active: true }).where(eq(users.usernameKey, "kim")),
    );
    expect((await enter("kim", "horse staple two")).user).toMatchObject({ role: "operator" });
  });
});

describe("a file that is not the original's", () => {
  test.each([
    [
      "no database",
      "this is text, and a good deal of it".repeat(50),
      /cannot be read as an SQLite/,
    ],
    ["nothing", null, /There is no file/],
  ])("%s is refused in words", async (_name, content, words) => {
    if (content !== null) writeFileSync(file, content);
    await expect(run()).rejects.toThrow(words);
  });

  test("another database is refused in words", async () => {
    const client = createClient({ url: `file:${file}` });
    await client.execute("create table other (id integer)");
    client.close();
    await expect(run()).rejects.toThrow(/no database of the original/);
  });
});
