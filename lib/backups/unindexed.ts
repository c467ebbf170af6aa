import { sql, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";

/**
 * The column with SQLite's unary plus: compared, but no reason to choose an index by. Without
 * statistics SQLite prefers any equality to the small partial index that a query is made for.
 */
export function unindexed(column: AnySQLiteColumn): SQL {
  return sql`+${column}`;
}
