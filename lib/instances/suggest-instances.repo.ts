import { and, asc, eq, gte, inArray, isNull, lt, ne, or, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "#lib/context";
import { caseVariants, foldAscii } from "#lib/db/case-variants.pure";
import type { Queryable } from "#lib/db/client";
import { holdsText } from "#lib/db/holds-text";
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
  /** As it was typed. */
  text: string;
  accounts: AccountScope;
  limit: number;
}

const nameKey = sql<string>`lower(${instances.name})`;
/** Beyond every text that begins with what stands before it. */
const LAST = "\u{10FFFF}";

export async function listByNameStart(q: Queryable, wanted: Wanted) {
  return select(q, wanted, beginsWith(nameKey, wanted.text), nameKey);
}

export async function listByEc2Id(q: Queryable, wanted: Wanted) {
  const text = foldAscii(wanted.text);
  const { instanceId } = instances;
  if (!text.startsWith("i-")) return [];
  return select(
    q,
    wanted,
    and(gte(instanceId, text), lt(instanceId, text + LAST)),
    sql`${instanceId}`,
  );
}

/** A walk along the names' index, which holds every name: the rows behind it are read on a match. */
export async function listByNamePart(q: Queryable, wanted: Wanted) {
  return select(q, wanted, holdsText(nameKey, wanted.text), nameKey);
}

/** Of what an index holds in lower case. */
function beginsWith(key: SQL, text: string): SQL | undefined {
  return or(...caseVariants(text).map((start) => and(gte(key, start), lt(key, start + LAST))));
}

async function select(
  q: Queryable,
  wanted: Wanted,
  condition: SQL | undefined,
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
      and(isNull(instances.removedAt), inScope(instances.accountRef, wanted.accounts), condition),
    )
    .orderBy(asc(order), asc(instances.id))
    .limit(wanted.limit);
}

const KEYS_MAX = 500;

/**
 * Every key once. Of all accounts from one to the next along the index; of some in one pass over the
 * tags of theirs: between two keys of theirs others may have stood on every instance.
 */
export async function listTagKeys(q: Queryable, scope: AccountScope): Promise<string[]> {
  if (scope !== "all") return listTagKeysIn(q, scope);
  const keys: string[] = [];
  let after = "";
  while (keys.length < KEYS_MAX) {
    const [next] = await q
      .select({ key: instanceTags.key })
      .from(instanceTags)
      .innerJoin(instances, eq(instances.id, instanceTags.instanceRef))
      .where(and(sql`${instanceTags.key} > ${after}`, isNull(instances.removedAt)))
      .orderBy(asc(instanceTags.key))
      .limit(1);
    if (next === undefined) break;
    keys.push(next.key);
    after = next.key;
  }
  return keys;
}

async function listTagKeysIn(q: Queryable, scope: readonly string[]): Promise<string[]> {
  const rows = await q
    .selectDistinct({ key: instanceTags.key })
    .from(instanceTags)
    .innerJoin(instances, eq(instances.id, instanceTags.instanceRef))
    .where(and(isNull(instances.removedAt), inScope(instances.accountRef, scope)));
  return rows
    .map(({ key }) => key)
    .toSorted()
    .slice(0, KEYS_MAX);
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
        beginsWith(valueKey, text),
        isNull(instances.removedAt),
        // The values lead, few of which begin so: not the account, all of whose tags it would read.
        wanted.accounts === "all"
          ? undefined
          : inArray(sql`+${instances.accountRef}`, [...wanted.accounts]),
      ),
    )
    .limit(wanted.limit);
}
