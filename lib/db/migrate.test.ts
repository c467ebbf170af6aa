import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createClient } from "@libsql/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MIGRATIONS_FOLDER } from "../testing/template-database";
import { openDatabase } from "./client";
import { hasSchema } from "./has-schema";
import { migrateDatabase, verifySchema } from "./migrate";

/** The first migration that knows `instance_tags`. */
const TAGS_IDX = 17;
/** The one that knows since when a user's devices count. */
const DEVICES_IDX = 50;

let folder: string;
let target: { url: string; folder: string };
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "amivault-migrate-"));
  target = { url: `file:${path.join(folder, "test.db")}`, folder: MIGRATIONS_FOLDER };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a database is refused before it is migrated and accepted afterwards, also twice", async () => {
  await expect(verifySchema(target)).rejects.toMatchObject({
    code: "precondition_failed",
    suggestion: expect.stringContaining("npm run db:migrate"),
  });
  await migrateDatabase(target);
  await migrateDatabase(target);
  await verifySchema(target);
});

test("a database of an older or a newer version is refused", async () => {
  await migrateDatabase(target);
  const other = copyMigrations((entries) => [
    ...entries,
    { ...entries.at(-1), idx: 99, when: Date.now(), tag: "9999_later" },
  ]);
  writeFileSync(path.join(other, "9999_later.sql"), "create table later (id integer);");
  await expect(verifySchema({ ...target, folder: other })).rejects.toThrow("schema");
  await migrateDatabase({ ...target, folder: other });
  await verifySchema({ ...target, folder: other });
  await expect(verifySchema(target)).rejects.toThrow("schema");
});

test("a migrated file is in WAL mode and its writer commits with synchronous=FULL", async () => {
  await migrateDatabase(target);
  const db = await openDatabase(target);
  expect(await hasSchema(db)).toBe(true);
  const [mode, sync] = await db.write(async (tx) => [
    await tx.get<{ journal_mode: string }>("PRAGMA journal_mode"),
    await tx.get<{ synchronous: number }>("PRAGMA synchronous"),
  ]);
  db.close();
  expect(Object.values(mode ?? {})).toContain("wal");
  expect(Object.values(sync ?? {})).toContain(2);
});

test("tags that instances have already are found by their filter after the migration", async () => {
  const before = copyMigrations((entries) => entries.filter(({ idx }) => idx < TAGS_IDX));
  await migrateDatabase({ ...target, folder: before });
  const client = createClient(target);
  await client.batch([
    "insert into accounts (id, account_id, partition, created_at) values ('acc', '1', 'aws', 1)",
    ...[{ env: "prod", 'a"b\\ü': "" }, {}].map((tags, n) => ({
      sql: `insert into instances
        (id, account_ref, region, instance_id, tags, state, created_at, updated_at)
        values ('ins_${n}', 'acc', 'eu', 'i-${n}', ?, 'running', 1, 1)`,
      args: [JSON.stringify(tags)],
    })),
  ]);
  await migrateDatabase(target);
  const { rows } = await client.execute("select * from instance_tags order by key");
  expect(rows.map((row) => [row["instance_ref"], row["key"], row["value"]])).toEqual([
    ["ins_0", 'a"b\\ü', ""],
    ["ins_0", "env", "prod"],
  ]);
  client.close();
});

test("browsers from before a password or a second factor changed are strangers after the migration", async () => {
  const before = copyMigrations((entries) => entries.filter(({ idx }) => idx < DEVICES_IDX));
  await migrateDatabase({ ...target, folder: before });
  const client = createClient(target);
  const user = (id: string, changed: number | null, confirmed: number | null) => ({
    sql: `insert into users (id, username, username_key, role, password_hash,
      password_changed_at, totp_confirmed_at, created_at, updated_at)
      values (?1, ?1, ?1, 'admin', 'x', ?2, ?3, 1, 1)`,
    args: [id, changed, confirmed],
  });
  const entry = (at: number, action: string, [type, id]: [string, string]) => ({
    sql: `insert into audit_entries (id, at, actor_type, actor_name, action, target_type, target_id,
      request_id) values (?, ?, 'cli', 'x', ?, ?, ?, 'req')`,
    args: [`aud_${at}`, at, action, type, id],
  });
  await client.batch([
    user("nothing", null, null),
    user("password", 5, 4),
    user("confirmed", 5, 6),
    user("disabled", 5, null),
    user("reset", 5, null),
    user("forgotten", null, null),
    entry(7, "user.disable_second_factor", ["user", "disabled"]),
    entry(8, "user.disable_second_factor", ["user", "disabled"]),
    entry(9, "user.reset_second_factor", ["user", "reset"]),
    entry(10, "keys.forget", ["key_ring", "forgotten"]),
    entry(11, "user.update", ["user", "password"]),
    entry(12, "user.reset_second_factor", ["backup", "password"]),
  ]);
  await migrateDatabase(target);
  const { rows } = await client.execute("select id, devices_since from users");
  expect(Object.fromEntries(rows.map((row) => [row["id"], row["devices_since"]]))).toEqual({
    nothing: 0,
    password: 5,
    confirmed: 6,
    disabled: 8,
    reset: 9,
    forgotten: 10,
  });
  client.close();
});

test("an empty file has no schema", async () => {
  createClient(target).close();
  const db = await openDatabase(target);
  expect(await hasSchema(db)).toBe(false);
  db.close();
});

interface JournalEntry {
  idx: number;
  when: number;
  tag: string;
}

function copyMigrations(edit: (entries: JournalEntry[]) => Array<Partial<JournalEntry>>): string {
  const copy = path.join(folder, "migrations");
  cpSync(MIGRATIONS_FOLDER, copy, { recursive: true });
  const file = path.join(copy, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8")) as { entries: JournalEntry[] };
  writeFileSync(file, JSON.stringify({ ...journal, entries: edit(journal.entries) }));
  return copy;
}
