import { and, asc, count, eq, exists, isNull } from "drizzle-orm";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { inScope } from "#lib/db/in-scope";
import {
  accounts,
  credentials,
  instances,
  retentionPolicies,
  scheduleLinks,
  schedules,
} from "#lib/db/schema/index";

const protectedIn = (scope: AccountScope) =>
  and(isNull(instances.removedAt), inScope(instances.accountRef, scope));

export async function countByAccount(q: Queryable, scope: AccountScope) {
  return q
    .select({ accountId: accounts.accountId, count: count() })
    .from(instances)
    .innerJoin(accounts, eq(accounts.id, instances.accountRef))
    .where(protectedIn(scope))
    .groupBy(instances.accountRef)
    .orderBy(asc(accounts.accountId));
}

export async function countByRegion(q: Queryable, scope: AccountScope) {
  return q
    .select({ region: instances.region, count: count() })
    .from(instances)
    .where(protectedIn(scope))
    .groupBy(instances.region)
    .orderBy(asc(instances.region));
}

export async function countByState(q: Queryable, scope: AccountScope) {
  return q
    .select({ state: instances.state, count: count() })
    .from(instances)
    .where(protectedIn(scope))
    .groupBy(instances.state)
    .orderBy(asc(instances.state));
}

export async function listFollowedSchedules(q: Queryable, scope: AccountScope) {
  const followers = q
    .select({ id: scheduleLinks.id })
    .from(scheduleLinks)
    .innerJoin(instances, eq(instances.id, scheduleLinks.instanceRef))
    .where(
      and(
        eq(scheduleLinks.scheduleId, schedules.id),
        isNull(scheduleLinks.deletedAt),
        protectedIn(scope),
      ),
    );
  return q
    .select({ id: schedules.id, name: schedules.name })
    .from(schedules)
    .where(and(isNull(schedules.deletedAt), exists(followers)))
    .orderBy(asc(schedules.name));
}

export async function listFollowedPolicies(q: Queryable, scope: AccountScope) {
  const followers = q
    .select({ id: instances.id })
    .from(instances)
    .where(and(eq(instances.retentionPolicyId, retentionPolicies.id), protectedIn(scope)));
  return q
    .select({ id: retentionPolicies.id, name: retentionPolicies.name })
    .from(retentionPolicies)
    .where(and(isNull(retentionPolicies.instanceRef), exists(followers)))
    .orderBy(asc(retentionPolicies.name));
}

export async function listUsedCredentials(q: Queryable, scope: AccountScope) {
  const reached = q
    .select({ id: instances.id })
    .from(instances)
    .where(and(eq(instances.credentialId, credentials.id), protectedIn(scope)));
  return q
    .select({ id: credentials.id, name: credentials.name })
    .from(credentials)
    .where(and(isNull(credentials.deletedAt), exists(reached)))
    .orderBy(asc(credentials.name));
}
