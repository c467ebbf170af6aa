import { inspect } from "node:util";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { createClient, type Client } from "@libsql/client";
import { and, desc, eq, exists, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { alias } from "drizzle-orm/sqlite-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { isUniqueViolation } from "./busy";
import * as schema from "./schema";
import { given, valuesTable } from "./values-table";

const { accounts, credentials, instances, settings } = schema;

let runtime: TestRuntime;
let client: Client;
let theirs: LibSQLDatabase<typeof schema>;
beforeEach(async () => {
  runtime = await createTestRuntime();
  client = createClient({ url: pathToFileURL(path.join(runtime.folder, "amivault.db")).href });
  theirs = drizzle(client, { schema });
  await runtime.db.write(async (tx) => {
    await tx.insert(accounts).values(account("acc_1", "100000000001"));
    await tx.insert(accounts).values(account("acc_2", "100000000002"));
    await tx.insert(credentials).values(credential("crd_1"));
    await tx
      .insert(instances)
      .values([
        instance("ins_1", { credentialId: "crd_1", tags: { name: "é", 'a"b': "?" }, paused: true }),
        instance("ins_2", { credentialId: null, tags: {} }),
      ]);
  });
});
afterEach(async () => {
  client.close();
  await runtime.close();
});

const account = (id: string, accountId: string) => {
  return { id, accountId, partition: "aws" as const, createdAt: 1 };
};
const credential = (id: string) => ({
  id,
  accountRef: "acc_1",
  kind: "access_key" as const,
  name: "one",
  defaultRegion: "eu-central-1",
  createdAt: 1,
  updatedAt: 1,
});
const instance = (id: string, set: Partial<typeof instances.$inferInsert>) => ({
  id,
  accountRef: "acc_1",
  region: "eu-central-1",
  instanceId: `i-${id}`,
  name: id,
  tags: {},
  state: "running" as const,
  createdAt: 1,
  updatedAt: 1,
  ...set,
});

/** Reads that differ in what Drizzle does about them. */
const READS = {
  "a whole table": (db) => db.select().from(instances).orderBy(instances.id),
  "an outer join": (db) =>
    db
      .select({ instance: instances, credential: credentials, now: sql<number>`${7} + 1` })
      .from(instances)
      .leftJoin(credentials, eq(credentials.id, instances.credentialId))
      .orderBy(desc(instances.id)),
  "an outer join of all": (db) =>
    db
      .select()
      .from(accounts)
      .leftJoin(instances, eq(instances.accountRef, accounts.id))
      .innerJoin(credentials, eq(credentials.accountRef, accounts.id)),
  "an object of two tables": (db) =>
    db
      .select({ of: { id: credentials.id, account: accounts.accountId }, name: instances.name })
      .from(instances)
      .innerJoin(accounts, eq(accounts.id, instances.accountRef))
      .leftJoin(credentials, eq(credentials.id, instances.credentialId))
      .orderBy(instances.id),
  conditions: (db) =>
    db
      .select({ id: instances.id, paused: instances.paused, tags: instances.tags })
      .from(instances)
      .where(
        and(
          inArray(instances.id, ["ins_1", "ins_2"]),
          or(isNull(instances.removedAt), gt(instances.createdAt, 5)),
          eq(instances.paused, true),
          inArray(instances.id, []) === undefined ? undefined : sql`+${instances.region} <> ${"x"}`,
          exists(
            db
              .select({ one: sql`1` })
              .from(accounts)
              .where(eq(accounts.id, instances.accountRef)),
          ),
        ),
      )
      .limit(3),
  "a sub-query": (db) => {
    const counted = db
      .select({ ref: instances.accountRef, n: sql<number>`count(*)`.as("n") })
      .from(instances)
      .groupBy(instances.accountRef)
      .as("counted");
    return db
      .select({ id: accounts.id, n: counted.n })
      .from(accounts)
      .leftJoin(counted, eq(counted.ref, accounts.id))
      .orderBy(accounts.id);
  },
  "a common table": (db) => {
    const some = db.$with("some").as(db.select().from(instances).where(eq(instances.id, "ins_2")));
    return db.with(some).select().from(some);
  },
  "a table twice": (db) => {
    const other = alias(instances, "other");
    return db
      .select({ id: instances.id, other: other.id })
      .from(instances)
      .innerJoin(other, eq(other.accountRef, instances.accountRef))
      .orderBy(instances.id, other.id);
  },
  "a union": (db) =>
    db
      .select({ id: accounts.id })
      .from(accounts)
      .union(db.select({ id: instances.id }).from(instances)),
  "words that are no parameters": (db) =>
    db.select({ text: sql<string>`${"it's"}`.inlineParams() }).from(accounts),
  distinct: (db) => db.selectDistinct({ region: instances.region }).from(instances),
  "a placeholder": (db) =>
    db
      .select({ id: instances.id })
      .from(instances)
      .where(
        and(
          eq(instances.paused, sql.placeholder("paused")),
          gt(instances.createdAt, sql.placeholder("after")),
        ),
      ),
} satisfies Record<string, (db: LibSQLDatabase<typeof schema>) => unknown>;

interface Statement extends PromiseLike<unknown> {
  toSQL(): { sql: string; params: unknown[] };
  prepare(): { all(values: Record<string, unknown>): Promise<unknown> };
}

test.each(Object.entries(READS))(
  "%s: the text, the parameters and the rows are Drizzle's",
  async (_, read) => {
    const mine = read(runtime.db.read) as unknown as Statement;
    const wanted = read(theirs) as unknown as Statement;
    expect(mine.toSQL()).toEqual(wanted.toSQL());
    const values = { paused: true, after: 0 };
    const rows = await mine.prepare().all(values);
    expect(rows).toEqual(await wanted.prepare().all(values));
    expect(rows).not.toEqual([]);
  },
);

const WRITES = {
  "rows, or what is there": (db) =>
    db
      .insert(settings)
      .values([
        { key: "a", value: { x: [1, null] }, updatedAt: 1 },
        { key: "b", value: false, updatedAt: 2 },
      ])
      .onConflictDoUpdate({
        target: settings.key,
        set: { value: sql`excluded.value`, updatedAt: sql`${settings.updatedAt} + ${1}` },
        setWhere: sql`excluded.updated_at > ${0}`,
      })
      .returning(),
  "values from a table": (db) =>
    db
      .update(instances)
      .set({ name: given(2), paused: false, tags: { new: "é" } })
      .from(valuesTable([["ins_1", "given"]]))
      .where(eq(instances.id, given(1)))
      .returning({ id: instances.id, name: instances.name, tags: instances.tags }),
  "a deletion": (db) =>
    db.delete(instances).where(eq(instances.id, "ins_2")).returning({ id: instances.id }),
} satisfies Record<
  string,
  (db: Pick<LibSQLDatabase<typeof schema>, "insert" | "update" | "delete">) => unknown
>;

test.each(Object.entries(WRITES))("%s: written as Drizzle writes it", async (_, write) => {
  const wanted = write(theirs) as unknown as Statement;
  let answer: unknown;
  const undone = runtime.db.write(async (tx) => {
    const mine = write(tx) as unknown as Statement;
    expect(mine.toSQL()).toEqual(wanted.toSQL());
    answer = await mine;
    throw new Error("once is enough");
  });
  await expect(undone).rejects.toThrow("once is enough");
  expect(answer).toEqual(await wanted);
  expect(answer).not.toEqual([]);
});

test("raw statements answer by name, counts with a number, and writes with what they changed", async () => {
  const { read } = runtime.db;
  const both = sql`select id, account_id as id, created_at from accounts order by 1`;
  expect(await read.all(both)).toEqual(await theirs.all(both));
  expect(await read.get(both)).toEqual(await theirs.get(both));
  expect(await read.values(both)).toEqual(
    (await theirs.values(both)).map((row) => Array.from(row)),
  );
  expect(await read.$count(accounts, eq(accounts.id, "acc_1"))).toBe(1);
  const { rowsAffected } = await runtime.db.write((tx) => tx.update(accounts).set({ name: "x" }));
  expect(rowsAffected).toBe(2);
  expect(await read.query.accounts.findFirst({ columns: { id: true } })).toEqual(
    await theirs.query.accounts.findFirst({ columns: { id: true } }),
  );
});

test("what is wrong with a statement is told with its cause", async () => {
  const failing = runtime.db.read.select({ nothing: sql`no_such_column` }).from(accounts);
  await expect(failing).rejects.toMatchObject({
    query: expect.stringContaining("no_such_column"),
    cause: { code: "SQLITE_ERROR" },
  });
});

test("what a statement was given, a hash of a password for example, stands in no error", async () => {
  const user = {
    id: "usr_1",
    username: "ada",
    usernameKey: "ada",
    role: "admin" as const,
    passwordHash: "$argon2id$never-to-be-logged",
    createdAt: 1,
    updatedAt: 1,
  };
  const insert = () => runtime.db.write((tx) => tx.insert(schema.users).values(user));
  await insert();
  const error: unknown = await insert().catch((thrown: unknown) => thrown);
  expect(isUniqueViolation(error)).toBe(true);
  expect(inspect(error, { depth: 10 })).toContain('insert into "users"');
  expect(inspect(error, { depth: 10 })).not.toContain("never-to-be-logged");
});
