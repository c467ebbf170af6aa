import { asc, inArray } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { safeCell } from "../db/safe-cells";
import { auditEntries, users } from "../db/schema";
import { walkEntries } from "./audit-list.repo";

/** No company's administrators and operators are more. */
const PEOPLE_MAX = 1_000;
const LOOKED_AT = 1_000;

/** Of one name first who has it now. */
export async function listPeople(
  q: Queryable,
  ids: "all" | readonly string[],
): Promise<Array<{ id: string; username: string; deletedAt: number | null }>> {
  const { id, username, usernameKey, deletedAt } = users;
  return q
    .select({ id, username, deletedAt })
    .from(users)
    .where(ids === "all" ? undefined : inArray(id, [...ids]))
    .orderBy(asc(usernameKey), asc(deletedAt), asc(id))
    .limit(PEOPLE_MAX);
}

/** Of the newest entries of these accounts. */
export async function listRecentActorIds(
  q: Queryable,
  accounts: readonly string[],
): Promise<string[]> {
  const filter = { accounts, fromAt: undefined, toAt: undefined };
  const { places } = await walkEntries(q, { filter, page: { after: null, limit: LOOKED_AT } });
  const { id, actorId } = auditEntries;
  const of = inArray(
    id,
    places.map((place) => place.id),
  );
  const rows = await q
    .select({ actorId: safeCell(actorId) })
    .from(auditEntries)
    .where(of);
  return [...new Set(rows.flatMap((row) => row.actorId ?? []))];
}
