import { sql } from "drizzle-orm";
import type { Database } from "./client";

/** Whether any version of our schema was ever applied. */
export async function hasSchema(db: Database): Promise<boolean> {
  const rows = await db.read.all(
    sql`select 1 from sqlite_master where type = 'table' and name = 'leases'`,
  );
  return rows.length > 0;
}
