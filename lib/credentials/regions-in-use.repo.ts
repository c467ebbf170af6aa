import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Queryable } from "#lib/db/client";
import { eventbridgePlaces, instances } from "#lib/db/schema/index";
import type { Feature } from "./features.pure";
import { usesEventbridge } from "./uses-eventbridge.repo";

/** Where the account has instances of ours, also such as left backups behind, or EventBridge's objects. */
export async function listRegionsInUse(q: Queryable, accountRef: string): Promise<string[]> {
  const protectedIn = await q
    .selectDistinct({ region: instances.region })
    .from(instances)
    .where(eq(instances.accountRef, accountRef));
  const places = await q
    .selectDistinct({ region: eventbridgePlaces.region })
    .from(eventbridgePlaces)
    .where(eq(eventbridgePlaces.accountRef, accountRef));
  return [...new Set([...protectedIn, ...places].map(({ region }) => region))].toSorted();
}

/** What is asked of a credential of the account: removal where a policy of it lets images go. */
export async function listFeaturesInUse(q: Queryable, accountRef: string): Promise<Feature[]> {
  const [kept] = await q
    .select({ id: instances.id })
    .from(instances)
    .where(
      and(
        eq(instances.accountRef, accountRef),
        isNull(instances.removedAt),
        isNotNull(instances.retentionPolicyId),
      ),
    )
    .limit(1);
  const eventbridge = await usesEventbridge(q, accountRef);
  return [
    "backups",
    ...(kept ? (["deletion"] as const) : []),
    ...(eventbridge ? (["eventbridge"] as const) : []),
  ];
}
