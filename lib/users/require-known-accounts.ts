import type { Queryable } from "../db/client";
import { ValidationError } from "../errors";
import { findAccountRefs } from "./managed-users.repo";

export async function requireKnownAccounts(
  q: Queryable,
  refs: readonly string[] | null,
): Promise<void> {
  if (refs === null) return;
  const known = await findAccountRefs(q, refs);
  const unknown = refs.filter((ref) => !known.includes(ref));
  if (unknown.length === 0) return;
  throw new ValidationError("Some of the accounts do not exist.", {
    fields: { accountRefs: [`There is no account ${unknown.join(", ")}.`] },
  });
}
