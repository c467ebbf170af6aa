import { sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "../context";
import { instances } from "../db/schema";

/**
 * Whether the instance of a link is one that the caller may see; `instanceRef` is written out with its
 * table, which Drizzle leaves away in a query of one. Undefined where all are seen.
 */
export function isSeenFollower(instanceRef: SQL, accounts: AccountScope): SQL | undefined {
  if (accounts === "all") return undefined;
  const refs = sql.join(
    accounts.map((ref) => sql`${ref}`),
    sql`, `,
  );
  return sql`exists (select 1 from ${instances} "seen"
    where "seen"."id" = ${instanceRef} and "seen"."account_ref" in (${refs}))`;
}
