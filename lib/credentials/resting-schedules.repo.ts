import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "#lib/db/client";
import { credentials, instances, scheduleLinks } from "#lib/db/schema/index";

/** One scheduled instance that a credential, or a role assumed with it, reaches; for a sentence. */
export async function findResting(
  q: Queryable,
  credentialId: string,
): Promise<{ name: string; instanceId: string; accountRef: string } | null> {
  const seen = new Set<string>();
  const open = [credentialId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const [resting] = await q
      .select({
        name: instances.name,
        instanceId: instances.instanceId,
        accountRef: instances.accountRef,
      })
      .from(instances)
      .innerJoin(scheduleLinks, eq(scheduleLinks.instanceRef, instances.id))
      .where(
        and(
          eq(instances.credentialId, id),
          isNull(instances.removedAt),
          isNull(scheduleLinks.deletedAt),
        ),
      )
      .limit(1);
    if (resting) return resting;
    const assumed = await q
      .select({ id: credentials.id })
      .from(credentials)
      .where(and(eq(credentials.sourceCredentialId, id), isNull(credentials.deletedAt)));
    open.push(...assumed.map((row) => row.id));
  }
  return null;
}
