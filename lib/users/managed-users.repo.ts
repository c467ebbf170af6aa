import { and, asc, count, eq, inArray, isNull, ne, or, sql, type SQL } from "drizzle-orm";
import { NO_PASSWORD } from "../auth/no-password.pure";
import type { UserRow } from "../auth/sessions.repo";
import type { Queryable } from "../db/client";
import { holdsText } from "../db/holds-text";
import { accounts, credentials, recoveryCodes, users } from "../db/schema";
import type { Role } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import type { Cursor } from "../paging";
import type { UserAccountDto } from "./managed-user-dto";
import type { UserState } from "./user-state.pure";

const live = isNull(users.deletedAt);
const hasNoPassword = eq(users.passwordHash, NO_PASSWORD);

/** As `toUserState` says it of a row. */
const IN_STATE: Readonly<Record<UserState, SQL | undefined>> = {
  deactivated: eq(users.active, false),
  active: and(eq(users.active, true), ne(users.passwordHash, NO_PASSWORD)),
  invited: and(eq(users.active, true), hasNoPassword, isNull(users.passwordChangedAt)),
  reset: and(eq(users.active, true), hasNoPassword, sql`${users.passwordChangedAt} is not null`),
};

export interface UserFilter {
  search?: string | undefined;
  role?: Role | undefined;
  state?: UserState | undefined;
}

function matching({ search = "", role, state }: UserFilter): SQL | undefined {
  return and(
    live,
    role && eq(users.role, role),
    state && IN_STATE[state],
    search === ""
      ? undefined
      : or(holdsText(users.username, search), holdsText(users.email, search)),
  );
}

/** By the name they sign in by, `limit + 1` rows from the cursor on. */
export async function listUserRows(
  q: Queryable,
  options: UserFilter & { limit: number; after: Cursor | null },
): Promise<UserRow[]> {
  const { after, limit } = options;
  return q
    .select()
    .from(users)
    .where(
      and(
        matching(options),
        after ? sql`(${users.usernameKey}, ${users.id}) > (${after[0]}, ${after[1]})` : undefined,
      ),
    )
    .orderBy(asc(users.usernameKey), asc(users.id))
    .limit(limit + 1);
}

export async function countUsers(q: Queryable, filter: UserFilter): Promise<number> {
  const [row] = await q.select({ n: count() }).from(users).where(matching(filter));
  return row?.n ?? 0;
}

export async function patchUser(
  tx: Tx,
  id: string,
  set: Partial<Omit<UserRow, "id">>,
): Promise<void> {
  await tx.update(users).set(set).where(eq(users.id, id));
}

/** Of administrators who can do everything, now: active, with a password, for every account. */
export async function hasSoundAdministrator(q: Queryable): Promise<boolean> {
  const [row] = await q
    .select({ id: users.id })
    .from(users)
    .where(and(live, IN_STATE.active, eq(users.role, "admin"), isNull(users.accountRefs)))
    .limit(1);
  return row !== undefined;
}

/** By their numbers; each by its own name, or that of the oldest credential that reaches it. */
export async function listAccountNames(q: Queryable): Promise<UserAccountDto[]> {
  const reaches = and(eq(credentials.accountRef, accounts.id), isNull(credentials.deletedAt));
  const rows = await q
    .select({
      accountRef: accounts.id,
      accountId: accounts.accountId,
      own: accounts.name,
      credential: credentials.name,
    })
    .from(accounts)
    .leftJoin(credentials, reaches)
    .orderBy(
      asc(accounts.accountId),
      asc(accounts.id),
      asc(credentials.createdAt),
      asc(credentials.id),
    );
  const names = new Map<string, UserAccountDto>();
  for (const { accountRef, accountId, own, credential } of rows) {
    if (names.has(accountRef)) continue;
    names.set(accountRef, { accountRef, accountId, name: own ?? credential });
  }
  return [...names.values()];
}

export async function findAccountRefs(q: Queryable, refs: readonly string[]): Promise<string[]> {
  const rows = await q
    .select({ id: accounts.id })
    .from(accounts)
    .where(inArray(accounts.id, [...refs]));
  return rows.map(({ id }) => id);
}

export async function deleteRecoveryCodes(tx: Tx, userId: string): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}
