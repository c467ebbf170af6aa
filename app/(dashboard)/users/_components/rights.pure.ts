import type { Role } from "#lib/db/schema/constants";

export interface UserDraft {
  email: string;
  role: Role;
  isLimited: boolean;
  accountRefs: readonly string[];
}

/** All of it, as the verbs take it. */
export function toRights({ email, role, isLimited, accountRefs }: UserDraft) {
  return { email: email.trim(), role, accountRefs: isLimited ? [...accountRefs] : null };
}

/**
 * What somebody touched, and nothing else: a page that is older than what another administrator did
 * must not give back the role or the accounts that they took away.
 */
export function toTouchedRights(
  typed: Partial<UserDraft>,
  draft: UserDraft,
): Partial<ReturnType<typeof toRights>> {
  const { email, role, accountRefs } = toRights(draft);
  const isOtherReach = typed.isLimited !== undefined || typed.accountRefs !== undefined;
  return {
    ...(typed.email === undefined ? {} : { email }),
    ...(typed.role === undefined ? {} : { role }),
    ...(isOtherReach ? { accountRefs } : {}),
  };
}
