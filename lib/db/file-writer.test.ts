import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isUniqueViolation } from "./busy";
import { pathOfFileUrl } from "./file-url.pure";
import { FileReader } from "./file-reader";
import { FileWriter } from "./file-writer";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "amivault-writer-"));
  file = path.join(folder, "a b.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("addresses of files mean what they mean to the reading side", async () => {
  expect(pathOfFileUrl("file:data/amivault.db")).toBe("data/amivault.db");
  expect(pathOfFileUrl("file:/data/amivault.db")).toBe("/data/amivault.db");
  expect(pathOfFileUrl("file:///data/a%20b.db?mode=rwc")).toBe("/data/a b.db");
  const url = pathToFileURL(file).href;
  const writer = new FileWriter(url);
  await writer.execute("create table t (x)");
  const reader = createClient({ url });
  expect((await reader.execute("select count(*) as n from t")).rows[0]?.["n"]).toBe(0);
  reader.close();
  writer.close();
});

test("answers as the library's own client does", async () => {
  const ours = new FileWriter(`file:${file}`);
  const theirs = createClient({ url: `file:${file}-theirs` });
  const statements: Array<[sql: string, args?: Array<string | number | boolean | null | Buffer>]> =
    [
      ["create table t (id integer primary key, text text, real real, missing text, bytes blob)"],
      ["insert into t values (?, ?, ?, ?, ?)", [1, "é", 1.5, null, Buffer.from("ab")]],
      ["insert into t (id, text) values (?, ?) returning id, text", [2, true]],
      ["update t set text = ? where id > ?", ["x", 0]],
      ["select id, text, real, missing, id as id from t order by id"],
    ];
  for (const [sql, args] of statements) {
    const mine = await ours.execute(sql, args);
    const wanted = await theirs.execute({ sql, ...(args ? { args } : {}) });
    expect(mine.rowsAffected).toBe(wanted.rowsAffected);
    expect(mine.columns).toEqual(wanted.columns);
    expect(mine.rows).toEqual(wanted.rows.map((row) => Array.from(row)));
  }
  ours.close();
  theirs.close();
});

test("a violated constraint is recognised, and the transaction is rolled back", async () => {
  const writer = new FileWriter(`file:${file}`);
  await writer.execute("create table t (x unique)");
  const writing = writer.transact(async () => {
    await writer.execute("insert into t values (?)", [1]);
    await writer.execute("insert into t values (?)", [1]);
  });
  const error: unknown = await writing.catch((caught: unknown) => caught);
  expect(isUniqueViolation(error)).toBe(true);
  expect((await writer.execute("select * from t")).rows).toEqual([]);
  await writer.transact(() => writer.execute("insert into t values (?)", [2]));
  expect((await writer.execute("select * from t")).rows).toEqual([[2]]);
  writer.close();
});

test("what cannot be stored is refused instead of becoming something else", async () => {
  const writer = new FileWriter(`file:${file}`);
  await writer.execute("create table t (x)");
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const inserting = writer.execute("insert into t values (?)", [value]);
    await expect(inserting).rejects.toThrow("finite");
  }
  writer.close();
});

test("a lone null is a value like any other", async () => {
  const writer = new FileWriter(`file:${file}`);
  await writer.execute("create table t (x)");
  await writer.execute("insert into t values (?)", [null]);
  const { rows } = await writer.execute("select x from t where x is ?", [null]);
  expect(rows).toEqual([[null]]);
  writer.close();
});

test("the reading side reads every commit and refuses to write", async () => {
  const writer = new FileWriter(`file:${file}`);
  await writer.execute("create table t (x)");
  const reader = new FileReader(`file:${file}`);
  const select = "select x from t";
  expect((await reader.execute(select)).rows).toEqual([]);
  await writer.execute("insert into t values (?)", [1]);
  expect((await reader.execute(select)).rows).toEqual([[1]]);
  await writer.execute("alter table t add column y default 7");
  expect((await reader.execute("select x, y from t")).rows).toEqual([[1, 7]]);
  await expect(reader.execute("delete from t")).rejects.toMatchObject({ code: "SQLITE_READONLY" });
  reader.close();
  writer.close();
});
