import { and, asc, eq, gte, isNull, lt, ne, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import { accounts, instances, instanceTags } from "#lib/db/schema/index";

export interface SuggestedInstance {
  id: string;
  name: string;
  instanceId: string;
  region: string;
  accountId: string;
}

interface Wanted {
  /** In lower case. */
  text: string;
  accounts: AccountScope;
  limit: number;
}

const nameKey = sql<string>`lower(${instances.name})`;
/** Beyond every text that begins with what stands before it. */
const LAST = "\u{10FFFF}";

export async function listByNameStart(q: Queryable, wanted: Wanted) {
  const { text } = wanted;
  return select(q, wanted, [gte(nameKey, text), lt(nameKey, text + LAST)], nameKey);
}

export async function listByEc2Id(q: Queryable, wanted: Wanted) {
  const { text } = wanted;
  const { instanceId } = instances;
  if (!text.startsWith("i-")) return [];
  return select(
    q,
    wanted,
    [gte(instanceId, text), lt(instanceId, text + LAST)],
    sql`${instanceId}`,
  );
}

/** A walk along the names' index, which holds every name: the rows behind it are read on a match. */
export async function listByNamePart(q: Queryable, wanted: Wanted) {
  return select(q, wanted, [sql`instr(${nameKey}, ${wanted.text}) > 0`], nameKey);
}

async function select(
  q: Queryable,
  wanted: Wanted,
  conditions: SQL[],
  order: SQL,
): Promise<SuggestedInstance[]> {
  return q
    .select({
      id: instances.id,
      name: instances.name,
      instanceId: instances.instanceId,
      region: instances.region,
      accountId: accounts.accountId,
    })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(
      and(
        isNull(instances.removedAt),
        inScope(instances.accountRef, wanted.accounts),
        ...conditions,
      ),
    )
    .orderBy(asc(order), asc(instances.id))
    .limit(wanted.limit);
}

const KEYS_MAX = 500;

/** Every key once, from one to the next along the index: what a DISTINCT would read whole. */
export async function listTagKeys(q: Queryable, scope: AccountScope): Promise<string[]> {
  const keys: string[] = [];
  let after = "";
  while (keys.length < KEYS_MAX) {
    const [next] = await q
      .select({ key: instanceTags.key })
      .from(instanceTags)
      .innerJoin(instances, eq(instances.id, instanceTags.instanceRef))
      .where(
        and(
          sql`${instanceTags.key} > ${after}`,
          isNull(instances.removedAt),
          inScope(instances.accountRef, scope),
        ),
      )
      .orderBy(asc(instanceTags.key))
      .limit(1);
    if (next === undefined) break;
    keys.push(next.key);
    after = next.key;
  }
  return keys;
}

/** Tags whose value begins with the text; of one key, or of any. */
export async function listTagValues(
  q: Queryable,
  wanted: Wanted & { key: string | null },
): Promise<Array<{ key: string; value: string }>> {
  const { key, text } = wanted;
  const valueKey = sql<string>`lower(${instanceTags.value})`;
  return q
    .selectDistinct({ key: instanceTags.key, value: instanceTags.value })
    .from(instanceTags)
    .innerJoin(instances, eq(instances.id, instanceTags.instanceRef))
    .where(
      and(
        // Names are suggested as instances already.
        key === null ? ne(instanceTags.key, "Name") : eq(instanceTags.key, key),
        gte(valueKey, text),
        lt(valueKey, text + LAST),
        isNull(instances.removedAt),
        inScope(instances.accountRef, wanted.accounts),
      ),
    )
    .limit(wanted.limit);
}
