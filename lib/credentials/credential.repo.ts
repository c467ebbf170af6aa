import { and, asc, count, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { AccountScope } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { holdsText } from "#lib/db/holds-text";
import { inScope } from "#lib/db/in-scope";
import type { CheckedPermissions } from "#lib/db/schema/accounts";
import { accounts, credentials, instances } from "#lib/db/schema/index";
import type { Tx } from "#lib/db/tx";
import type { Cursor } from "#lib/paging";

export type CredentialRecord = typeof credentials.$inferSelect;

/** A credential's public columns and what belongs beside them; the secret stays where it is. */
const COLUMNS = {
  id: credentials.id,
  accountRef: credentials.accountRef,
  accountId: accounts.accountId,
  partition: accounts.partition,
  name: credentials.name,
  kind: credentials.kind,
  defaultRegion: credentials.defaultRegion,
  accessKeyIdLast4: credentials.accessKeyIdLast4,
  hasSecret: sql<number>`${credentials.secret} is not null`.mapWith(Boolean),
  sourceCredentialId: credentials.sourceCredentialId,
  roleArn: credentials.roleArn,
  externalId: credentials.externalId,
  /** Its own keys end by themselves; those it is assumed with may as well. */
  temporary:
    sql<number>`(${credentials.kind} = 'session' or ${credentials.hasSessionToken})`.mapWith(
      Boolean,
    ),
  expiresAt: credentials.expiresAt,
  keysVersion: credentials.keysVersion,
  callerArn: credentials.callerArn,
  validatedAt: credentials.validatedAt,
  validationError: credentials.validationError,
  permissions: credentials.permissions,
  createdAt: credentials.createdAt,
  updatedAt: credentials.updatedAt,
};

export interface CredentialRow {
  id: string;
  accountRef: string;
  accountId: string;
  partition: string;
  name: string;
  kind: CredentialRecord["kind"];
  defaultRegion: string;
  accessKeyIdLast4: string | null;
  hasSecret: boolean;
  sourceCredentialId: string | null;
  roleArn: string | null;
  externalId: string | null;
  temporary: boolean;
  expiresAt: number | null;
  keysVersion: number;
  callerArn: string | null;
  validatedAt: number | null;
  validationError: string | null;
  permissions: CheckedPermissions | null;
  createdAt: number;
  updatedAt: number;
}

const live = isNull(credentials.deletedAt);
const nameKey = sql<string>`lower(${credentials.name})`;

export async function findCredential(
  q: Queryable,
  options: { id: string; accounts: AccountScope },
): Promise<CredentialRow | null> {
  const [row] = await q
    .select(COLUMNS)
    .from(credentials)
    .innerJoin(accounts, eq(accounts.id, credentials.accountRef))
    .where(
      and(eq(credentials.id, options.id), live, inScope(credentials.accountRef, options.accounts)),
    )
    .limit(1);
  return row ?? null;
}

export async function findCredentialByName(
  q: Queryable,
  name: string,
): Promise<CredentialRow | null> {
  const [row] = await q
    .select(COLUMNS)
    .from(credentials)
    .innerJoin(accounts, eq(accounts.id, credentials.accountRef))
    .where(and(eq(credentials.name, name), live))
    .limit(1);
  return row ?? null;
}

/** Whether one has it of the accounts that may be seen. */
export async function hasCredentialWithExternalId(
  q: Queryable,
  options: { externalId: string; accounts: AccountScope },
): Promise<boolean> {
  const { externalId, accounts: scope } = options;
  const [row] = await q
    .select({ id: credentials.id })
    .from(credentials)
    .where(
      and(eq(credentials.externalId, externalId), live, inScope(credentials.accountRef, scope)),
    )
    .limit(1);
  return row !== undefined;
}

/** Of every credential, also of those that were deleted. */
export async function listExternalIds(q: Queryable): Promise<ReadonlySet<string>> {
  const rows = await q
    .selectDistinct({ externalId: credentials.externalId })
    .from(credentials)
    .where(isNotNull(credentials.externalId));
  return new Set(rows.flatMap(({ externalId }) => externalId ?? []));
}

export type ListedCredential = CredentialRow & { nameKey: string };

/** By name, `limit + 1` rows from the cursor on. */
export async function listCredentialRows(
  q: Queryable,
  options: CredentialFilter & { limit: number; after: Cursor | null },
): Promise<ListedCredential[]> {
  const { after } = options;
  return q
    .select({ ...COLUMNS, nameKey })
    .from(credentials)
    .innerJoin(accounts, eq(accounts.id, credentials.accountRef))
    .where(
      and(
        matching(options),
        after ? sql`(${nameKey}, ${credentials.id}) > (${after[0]}, ${after[1]})` : undefined,
      ),
    )
    .orderBy(asc(nameKey), asc(credentials.id))
    .limit(options.limit + 1);
}

export interface CredentialFilter {
  accounts: AccountScope;
  search?: string | undefined;
}

function matching({ accounts: scope, search = "" }: CredentialFilter) {
  return and(
    live,
    inScope(credentials.accountRef, scope),
    search === ""
      ? undefined
      : or(holdsText(credentials.name, search), holdsText(accounts.accountId, search)),
  );
}

export async function countCredentials(q: Queryable, filter: CredentialFilter): Promise<number> {
  const [row] = await q
    .select({ n: count() })
    .from(credentials)
    .innerJoin(accounts, eq(accounts.id, credentials.accountRef))
    .where(matching(filter));
  return row?.n ?? 0;
}

/** How many protected instances each credential reaches. */
export async function countUses(
  q: Queryable,
  credentialIds: readonly string[],
): Promise<Map<string, number>> {
  if (credentialIds.length === 0) return new Map();
  const rows = await q
    .select({ id: instances.credentialId, n: count() })
    .from(instances)
    .where(and(inArray(instances.credentialId, [...credentialIds]), isNull(instances.removedAt)))
    .groupBy(instances.credentialId);
  return new Map(rows.flatMap((row) => (row.id === null ? [] : [[row.id, row.n]])));
}

/**
 * What a credential is needed for: the first few, for a sentence. Roles are assumed with it in other
 * accounts too: those out of scope are not named.
 */
export async function findUsers(
  q: Queryable,
  options: { credentialId: string; accounts: AccountScope; limit: number },
): Promise<{ instances: string[]; credentials: string[]; hasHidden: boolean }> {
  const { credentialId, accounts: scope, limit } = options;
  const isAssumed = and(eq(credentials.sourceCredentialId, credentialId), live);
  const isShown = and(isAssumed, inScope(credentials.accountRef, scope));
  const reached = await q
    .select({ name: instances.name, instanceId: instances.instanceId })
    .from(instances)
    .where(and(eq(instances.credentialId, credentialId), isNull(instances.removedAt)))
    .orderBy(asc(instances.name), asc(instances.id))
    .limit(limit);
  const assumed = await q
    .select({ name: credentials.name })
    .from(credentials)
    .where(isShown)
    .orderBy(asc(credentials.name))
    .limit(limit);
  const all = await q.$count(credentials, isAssumed);
  return {
    instances: reached.map(({ name, instanceId }) =>
      name ? `${name} (${instanceId})` : instanceId,
    ),
    credentials: assumed.map(({ name }) => name),
    hasHidden: all > (await q.$count(credentials, isShown)),
  };
}

export async function insertCredential(
  tx: Tx,
  row: Omit<CredentialRecord, "keysVersion" | "hasSessionToken"> & { hasSessionToken?: boolean },
): Promise<void> {
  await tx.insert(credentials).values(row);
}

export async function patchCredential(
  tx: Tx,
  id: string,
  patch: Partial<Omit<CredentialRecord, "id">>,
): Promise<void> {
  await tx.update(credentials).set(patch).where(eq(credentials.id, id));
}
