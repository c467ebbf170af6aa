import { sql } from "drizzle-orm";
import type { Database } from "#lib/db/client";
import { say } from "../report";

const ROWS_PER_INSERT = 50_000;

/** `n(i)`: the numbers from `from` on, so many. */
export function numbers(count: number, from = 0): string {
  return `with recursive n(i) as (select ${from} union all select i + 1 from n where i + 1 < ${from + count})`;
}

export async function run(db: Database, statement: string): Promise<void> {
  await db.write((tx) => tx.run(sql.raw(statement)));
}

/**
 * Fills a table with `count` rows in parts, with its secondary indexes away meanwhile: built at the
 * end they cost a fifth. `insert` is an INSERT … SELECT … FROM n.
 */
export async function fillTable(
  db: Database,
  of: { table: string; count: number; insert: string },
): Promise<void> {
  const { table, count, insert } = of;
  const startedAt = performance.now();
  const indexes = await listIndexes(db, table);
  for (const { name } of indexes) await run(db, `drop index "${name}"`);
  for (let from = 0; from < count; from += ROWS_PER_INSERT) {
    await run(db, `${numbers(Math.min(ROWS_PER_INSERT, count - from), from)} ${insert}`);
    if (from > 0 && from % 250_000 === 0) say(`  ${table}: ${from} of ${count}`);
  }
  for (const index of indexes) await run(db, index.sql);
  if (count < ROWS_PER_INSERT) return;
  say(`  ${table}: ${count} rows in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

async function listIndexes(db: Database, table: string): Promise<{ name: string; sql: string }[]> {
  const rows: unknown = await db.read.all(
    sql.raw(
      `select name, sql from sqlite_master where type = 'index' and tbl_name = '${table}' and sql is not null`,
    ),
  );
  return rows as { name: string; sql: string }[];
}
