import type { UserRow } from "../auth/sessions.repo";
import { toIso, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { ManagedUserDto, UserAccountDto } from "./managed-user-dto";
import { listAccountNames } from "./managed-users.repo";
import { findOpenLinks, type PasswordLinkRow } from "./password-links.repo";
import { toUserDto } from "./to-user-dto";
import { toUserState } from "./user-state.pure";

export async function toManagedUserDtos(
  ctx: Context,
  q: Queryable,
  rows: readonly UserRow[],
): Promise<ManagedUserDto[]> {
  const links = await findOpenLinks(q, {
    userIds: rows.map(({ id }) => id),
    now: ctx.runtime.clock.now(),
  });
  const isLimited = rows.some(({ accountRefs }) => accountRefs !== null);
  const accounts = isLimited ? await listAccountNames(q) : [];
  return rows.map((row) => toDto(row, { link: links.get(row.id), accounts }));
}

/** Within a transaction it says what that has written. */
export async function toManagedUserDto(
  ctx: Context,
  q: Queryable,
  row: UserRow,
): Promise<ManagedUserDto> {
  const [dto] = await toManagedUserDtos(ctx, q, [row]);
  if (!dto) throw new Error("One row gives one user.");
  return dto;
}

function toDto(
  row: UserRow,
  of: { link: PasswordLinkRow | undefined; accounts: readonly UserAccountDto[] },
): ManagedUserDto {
  const { mustChangePassword: _own, ...shared } = toUserDto(row);
  const { accountRefs } = row;
  return {
    ...shared,
    state: toUserState(row),
    accounts:
      accountRefs && of.accounts.filter(({ accountRef }) => accountRefs.includes(accountRef)),
    hasSecondFactor: row.totpConfirmedAt !== null,
    link: of.link ? { purpose: of.link.purpose, expiresAt: toIso(of.link.expiresAt) } : null,
    passwordChangedAt: toIsoOrNull(row.passwordChangedAt),
    createdAt: toIso(row.createdAt),
  };
}
