import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "#lib/db/client";
import { eventbridgePlaces, instances } from "#lib/db/schema/index";

/** Whether EventBridge starts backups in the account, or something of it may still be there. */
export async function usesEventbridge(q: Queryable, accountRef: string): Promise<boolean> {
  const [instance] = await q
    .select({ id: instances.id })
    .from(instances)
    // A literal, not a parameter: only so does SQLite use the partial index.
    .where(and(eq(instances.accountRef, accountRef), sql`${instances.scheduler} = 'eventbridge'`))
    .limit(1);
  if (instance) return true;
  const [place] = await q
    .select({ id: eventbridgePlaces.id })
    .from(eventbridgePlaces)
    .where(
      and(eq(eventbridgePlaces.accountRef, accountRef), isNotNull(eventbridgePlaces.nextLookAt)),
    )
    .limit(1);
  return place !== undefined;
}
