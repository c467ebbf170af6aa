import { and, eq, inArray, isNotNull, isNull, notInArray, or, sql, type SQL } from "drizzle-orm";
import type { z } from "zod";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { beginsWithText, holdsText } from "#lib/db/holds-text";
import { inScope } from "#lib/db/in-scope";
import {
  accounts,
  credentials,
  instances,
  instanceTags,
  retentionPolicies,
  scheduleLinks,
} from "#lib/db/schema/index";
import { healthReason } from "./health.repo";
import { reasonsOf } from "./instance-health.pure";
import type { ListInstancesInput } from "./schemas";

export type InstanceQuery = z.output<typeof ListInstancesInput> & {
  accounts: AccountScope;
  now: number;
};

/** What it is narrowed by, in whatever order. */
export type InstanceFilterQuery = Omit<InstanceQuery, "sort" | "order" | "cursor" | "limit">;

/** What matches a list's filters; the query joins the live credential, for health. */
export function matching(q: Queryable, query: InstanceFilterQuery): SQL | undefined {
  return and(
    isNull(instances.removedAt),
    inScope(instances.accountRef, query.accounts),
    query.account ? inArray(instances.accountRef, accountsNamed(q, query.account)) : undefined,
    query.region ? eq(instances.region, query.region) : undefined,
    query.credentialId ? reachedBy(query.credentialId) : undefined,
    query.state ? eq(instances.state, query.state) : undefined,
    query.health ? inArray(healthReason(query.now), reasonsOf(query.health)) : undefined,
    query.tag ? inArray(instances.id, tagged(q, query.tag)) : undefined,
    query.schedule ? following(q, query.schedule) : undefined,
    query.scheduler ? eq(instances.scheduler, query.scheduler) : undefined,
    query.policy ? keptBy(q, query.policy) : undefined,
    query.search ? matchingText(q, query.search) : undefined,
  );
}

function accountsNamed(q: Queryable, account: string) {
  return q
    .select({ id: accounts.id })
    .from(accounts)
    .where(or(eq(accounts.id, account), eq(accounts.accountId, account)));
}

/** A credential that was deleted reaches nothing. */
function reachedBy(credentialId: string): SQL | undefined {
  if (credentialId !== "none") return eq(instances.credentialId, credentialId);
  return isNull(credentials.id);
}

/** How often `=` may stand in a key before the rest counts as its value. */
const SPLITS_MAX = 5;

/** A key may hold `=` as well: every way to read the text counts. */
function tagged(q: Queryable, tag: string) {
  const ways = [eq(instanceTags.key, tag)];
  for (
    let at = tag.indexOf("=");
    at >= 0 && ways.length <= SPLITS_MAX;
    at = tag.indexOf("=", at + 1)
  ) {
    const [key, value] = [tag.slice(0, at), tag.slice(at + 1)];
    ways.push(sql`(${instanceTags.key} = ${key} and ${instanceTags.value} = ${value})`);
  }
  return q
    .select({ id: instanceTags.instanceRef })
    .from(instanceTags)
    .where(or(...ways));
}

function following(q: Queryable, schedule: string): SQL {
  const links = q.select({ id: scheduleLinks.instanceRef }).from(scheduleLinks);
  const isLive = isNull(scheduleLinks.deletedAt);
  if (schedule === "none") return notInArray(instances.id, links.where(isLive));
  return inArray(instances.id, links.where(and(eq(scheduleLinks.scheduleId, schedule), isLive)));
}

function keptBy(q: Queryable, policy: string): SQL {
  if (policy === "default") return isNull(instances.retentionPolicyId);
  if (policy !== "own") return eq(instances.retentionPolicyId, policy);
  const own = q
    .select({ id: retentionPolicies.id })
    .from(retentionPolicies)
    .where(isNotNull(retentionPolicies.instanceRef));
  return inArray(instances.retentionPolicyId, own);
}

/** The start of an EC2 id, part of a name, or a whole tag. */
function matchingText(q: Queryable, search: string): SQL | undefined {
  return or(
    beginsWithText(instances.instanceId, search),
    holdsText(instances.name, search),
    inArray(instances.id, tagged(q, search)),
  );
}
