import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isUniqueViolation } from "./busy";
import { pathOfFileUrl } from "./file-connection";
import { openFileReader } from "./file-reader";
import { openFileWriter } from "./file-writer";

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
  const writer = openFileWriter(url);
  await writer.execute("create table t (x)");
  const reader = createClient({ url });
  expect((await reader.execute("select count(*) as n from t")).rows[0]?.["n"]).toBe(0);
  reader.close();
  writer.close();
});

test("answers as the library's own client does", async () => {
  const ours = openFileWriter(`file:${file}`);
  const theirs = createClient({ url: `file:${file}-theirs` });
  const statements = [
    "create table t (id integer primary key, text text, real real, missing text, bytes blob)",
    { sql: "insert into t values (?, ?, ?, ?, ?)", args: [1, "é", 1.5, null, Buffer.from("ab")] },
    { sql: "insert into t (id, text) values (?, ?) returning id, text", args: [2, true] },
    { sql: "update t set text = ? where id > ?", args: ["x", 0] },
    "select id, text, real, missing, id as id from t order by id",
  ];
  for (const statement of statements) {
    const [mine, wanted] = [await ours.execute(statement), await theirs.execute(statement)];
    expect(mine.rowsAffected).toBe(wanted.rowsAffected);
    expect(mine.columns).toEqual(wanted.columns);
    expect(mine.rows.map((row) => ({ ...row }))).toEqual(wanted.rows.map((row) => ({ ...row })));
    expect(mine.rows.map((row) => Array.from(row))).toEqual(
      wanted.rows.map((row) => Array.from(row)),
    );
  }
  ours.close();
  theirs.close();
});

test("a violated constraint is recognised, and the transaction can be rolled back", async () => {
  const writer = openFileWriter(`file:${file}`);
  await writer.execute("create table t (x unique)");
  const tx = await writer.transaction("write");
  await tx.execute({ sql: "insert into t values (?)", args: [1] });
  const error: unknown = await tx
    .execute({ sql: "insert into t values (?)", args: [1] })
    .catch((caught: unknown) => caught);
  expect(isUniqueViolation(error)).toBe(true);
  await tx.rollback();
  expect(tx.closed).toBe(true);
  expect((await writer.execute("select * from t")).rows).toEqual([]);
  writer.close();
});

test("what cannot be stored is refused instead of becoming something else", async () => {
  const writer = openFileWriter(`file:${file}`);
  await writer.execute("create table t (x)");
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const inserting = writer.execute({ sql: "insert into t values (?)", args: [value] });
    await expect(inserting).rejects.toThrow("finite");
  }
  writer.close();
});

test("a lone null is a value like any other", async () => {
  const writer = openFileWriter(`file:${file}`);
  await writer.execute("create table t (x)");
  await writer.execute({ sql: "insert into t values (?)", args: [null] });
  const { rows } = await writer.execute({ sql: "select x from t where x is ?", args: [null] });
  expect(rows.map((row) => row["x"])).toEqual([null]);
  writer.close();
});

test("the reading side reads every commit and refuses to write", async () => {
  const writer = openFileWriter(`file:${file}`);
  await writer.execute("create table t (x)");
  const reader = openFileReader(`file:${file}`);
  const select = "select x from t";
  expect((await reader.execute(select)).rows).toEqual([]);
  await writer.execute({ sql: "insert into t values (?)", args: [1] });
  expect((await reader.execute(select)).rows.map((row) => row["x"])).toEqual([1]);
  await writer.execute("alter table t add column y default 7");
  expect((await reader.execute("select x, y from t")).rows.map((row) => row["y"])).toEqual([7]);
  await expect(reader.execute("delete from t")).rejects.toMatchObject({ code: "SQLITE_READONLY" });
  reader.close();
  writer.close();
});
