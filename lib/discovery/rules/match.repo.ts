import { and, asc, count, eq, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import type { AccountScope } from "../../context";
import type { Queryable } from "../../db/client";
import { inScope } from "../../db/in-scope";
import { discoveredInstances, discoveredTags, instances } from "../../db/schema";
import type { DiscoveredRow } from "../discovered.repo";
import { placeKey, type Place } from "../place.pure";
import type { RuleRow } from "./rules.repo";

export type Match = Pick<RuleRow, "conditions" | "accountRefs" | "regions">;

/** Those that are there and have the tags, protected or not. */
export function isMatch({ conditions, accountRefs, regions }: Match): SQL | undefined {
  return and(
    isNull(discoveredInstances.goneAt),
    accountRefs === null ? undefined : inArray(discoveredInstances.accountRef, accountRefs),
    regions === null ? undefined : inArray(discoveredInstances.region, regions),
    ...conditions.map(hasTag),
  );
}

/** Case counts, as it does in AWS. */
function hasTag({ key, test, value }: Match["conditions"][number]): SQL {
  const wanted =
    test === "equals"
      ? eq(discoveredTags.value, value)
      : test === "prefix"
        ? sql`substr(${discoveredTags.value}, 1, length(${value})) = ${value}`
        : undefined;
  const tagged = sql`(select ${discoveredTags.discoveredId} from ${discoveredTags}
    where ${and(eq(discoveredTags.key, key), wanted)})`;
  return test === "absent"
    ? sql`${discoveredInstances.id} not in ${tagged}`
    : sql`${discoveredInstances.id} in ${tagged}`;
}

/** By place; one without a match is not among them. */
export async function countMatches(q: Queryable, rule: Match): Promise<Map<string, number>> {
  const rows = await q
    .select({
      accountRef: discoveredInstances.accountRef,
      region: discoveredInstances.region,
      n: count(),
    })
    .from(discoveredInstances)
    .where(isMatch(rule))
    .groupBy(discoveredInstances.accountRef, discoveredInstances.region);
  return new Map(rows.map((row) => [placeKey(row), row.n]));
}

const hasRecord = sql`exists (select 1 from ${instances}
  where ${instances.accountRef} = ${discoveredInstances.accountRef}
    and ${instances.region} = ${discoveredInstances.region}
    and ${instances.instanceId} = ${discoveredInstances.instanceId})`;

/** What can be backed up, nobody wants left alone, and nobody has ever protected or removed. */
export const isFree = and(
  inArray(discoveredInstances.state, ["running", "stopped", "stopping"]),
  or(isNull(discoveredInstances.rootDeviceType), eq(discoveredInstances.rootDeviceType, "ebs")),
  isNull(discoveredInstances.ignoredAt),
  sql`not ${hasRecord}`,
);

/** What a rule is to protect in a place. */
export async function listToProtect(
  q: Queryable,
  { rule, place, limit }: { rule: Match; place: Place; limit: number },
): Promise<DiscoveredRow[]> {
  return q
    .select()
    .from(discoveredInstances)
    .where(
      and(
        eq(discoveredInstances.accountRef, place.accountRef),
        eq(discoveredInstances.region, place.region),
        isMatch(rule),
        isFree,
      ),
    )
    .orderBy(asc(discoveredInstances.id))
    .limit(limit);
}

/** Where it would protect something. */
export async function listPlacesToProtect(q: Queryable, rule: Match): Promise<Place[]> {
  return q
    .selectDistinct({
      accountRef: discoveredInstances.accountRef,
      region: discoveredInstances.region,
    })
    .from(discoveredInstances)
    .where(and(isMatch(rule), isFree));
}

export interface MatchSums {
  matches: number;
  toProtect: number;
  protected: number;
}

export async function sumMatches(
  q: Queryable,
  { rule, scope }: { rule: Match; scope: AccountScope },
): Promise<MatchSums> {
  const isProtected = sql`exists (select 1 from ${instances}
    where ${instances.accountRef} = ${discoveredInstances.accountRef}
      and ${instances.region} = ${discoveredInstances.region}
      and ${instances.instanceId} = ${discoveredInstances.instanceId}
      and ${instances.removedAt} is null)`;
  const [row] = await q
    .select({
      matches: count(),
      toProtect: sumOf(isFree),
      protected: sumOf(isProtected),
    })
    .from(discoveredInstances)
    .where(and(isMatch(rule), inScope(discoveredInstances.accountRef, scope)));
  return row ?? { matches: 0, toProtect: 0, protected: 0 };
}

function sumOf(condition: SQL | undefined) {
  return sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
}

/** First what would be protected. */
export async function listMatchIds(
  q: Queryable,
  { rule, scope, limit }: { rule: Match; scope: AccountScope; limit: number },
): Promise<string[]> {
  const rows = await q
    .select({ id: discoveredInstances.id })
    .from(discoveredInstances)
    .where(and(isMatch(rule), inScope(discoveredInstances.accountRef, scope)))
    .orderBy(
      sql`case when ${isFree} then 0 else 1 end`,
      sql`lower(${discoveredInstances.name})`,
      asc(discoveredInstances.id),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}
