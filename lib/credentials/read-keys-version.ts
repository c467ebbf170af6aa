import type { Queryable } from "#lib/db/client";
import { findCredential } from "./credential.repo";

const CHAIN_MAX = 10;

/**
 * Which keys a credential is reached with now, also those of the credentials that assume its role. It
 * is read before AWS is asked and again in the write of the answer: where it differs, the answer is
 * about keys that are not there any more.
 */
export async function readKeysVersion(q: Queryable, credentialId: string): Promise<string> {
  const versions: string[] = [];
  for (let next: string | null = credentialId; next !== null && versions.length < CHAIN_MAX;) {
    const row: Awaited<ReturnType<typeof findCredential>> = await findCredential(q, {
      id: next,
      accounts: "all",
    });
    versions.push(`${next}:${row?.keysVersion ?? "none"}`);
    next = row?.sourceCredentialId ?? null;
  }
  return versions.join(" ");
}
