import type { Queryable } from "#lib/db/client";
import { listReaders } from "#lib/backups/reader.repo";
import { PreconditionFailedError } from "#lib/errors";
import { findCredential } from "./credential.repo";

const CHAIN_MAX = 10;

/**
 * Whose keys end, of a credential that ends by itself; null for one that does not. A source in another
 * account is not named: not everybody who sees the role sees that account.
 */
async function findEnding(q: Queryable, credentialId: string): Promise<string | null> {
  let next: string | null = credentialId;
  let assumed: { name: string; accountRef: string } | null = null;
  for (let depth = 0; next !== null && depth < CHAIN_MAX; depth++) {
    const row: Awaited<ReturnType<typeof findCredential>> = await findCredential(q, {
      id: next,
      accounts: "all",
    });
    if (row?.temporary) {
      const isTold = assumed === null || assumed.accountRef === row.accountRef;
      return isTold
        ? `The keys of “${row.name}”`
        : `The keys that “${assumed?.name}” is assumed with`;
    }
    assumed ??= row;
    next = row?.sourceCredentialId ?? null;
  }
  return null;
}

/** What starts by itself cannot rest on keys that end by themselves. Manual backups may. */
export async function requireLasting(q: Queryable, credentialId: string | null): Promise<void> {
  const refusal = credentialId === null ? null : await whyNotLasting(q, credentialId);
  if (refusal) throw refusal;
}

/** Null for a credential that a schedule can rest on. */
export async function whyNotLasting(
  q: Queryable,
  credentialId: string,
): Promise<PreconditionFailedError | null> {
  const ending = await findEnding(q, credentialId);
  if (ending === null) return null;
  const words = `${ending} are temporary: no schedule can rest on them.`;
  return new PreconditionFailedError(words, {
    reason: "TemporaryCredential",
    suggestion:
      "Add a role, this machine's own credentials or an access key of the account. Without a schedule the instance can be backed up by hand as long as they last.",
    fields: { credentialId: [words] },
  });
}

/**
 * The preferred credential of the account if its keys last, else another whose do; the preferred
 * one, or any, where none does. Undefined where there is none.
 */
export async function chooseLasting(
  q: Queryable,
  of: { accountRef: string; preferredId: string },
): Promise<string | undefined> {
  const readers = await listReaders(q, of.accountRef);
  const ordered = readers.toSorted(
    (a, b) => Number(b === of.preferredId) - Number(a === of.preferredId),
  );
  for (const id of ordered) if ((await findEnding(q, id)) === null) return id;
  return ordered[0];
}
