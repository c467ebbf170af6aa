import { sql, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { toGlobPattern } from "./glob-pattern.pure";

/** The condition that a text has this in it, whatever the case of its letters. */
export function holdsText(column: AnySQLiteColumn | SQL, text: string): SQL {
  return sql`${column} glob ${`*${toGlobPattern(text)}*`}`;
}

/** The condition that a text begins with this, whatever the case of its letters. */
export function beginsWithText(column: AnySQLiteColumn | SQL, text: string): SQL {
  return sql`${column} glob ${`${toGlobPattern(text)}*`}`;
}
