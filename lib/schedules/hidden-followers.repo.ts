import { and, eq, isNull, notInArray } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { instances, scheduleLinks } from "../db/schema";

/** Whether an instance follows a schedule, or any where none is named, that the caller may not see. */
export async function hasHiddenFollowers(
  q: Queryable,
  { scheduleId, accounts }: { scheduleId: string | null; accounts: AccountScope },
): Promise<boolean> {
  if (accounts === "all") return false;
  const [hidden] = await q
    .select({ id: scheduleLinks.id })
    .from(scheduleLinks)
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .where(
      and(
        scheduleId === null ? undefined : eq(scheduleLinks.scheduleId, scheduleId),
        isNull(scheduleLinks.deletedAt),
        notInArray(instances.accountRef, [...accounts]),
      ),
    )
    .limit(1);
  return hidden !== undefined;
}
