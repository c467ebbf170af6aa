import { inArray, type SQL } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";

/** `all`, or the ids (accounts.id) of the accounts the caller may see; see lib/context.ts. */
type AccountScope = "all" | readonly string[];

/** The condition that keeps a query within the caller's accounts; an empty list sees nothing. */
export function inScope(column: AnySQLiteColumn, scope: AccountScope): SQL | undefined {
  return scope === "all" ? undefined : inArray(column, [...scope]);
}
