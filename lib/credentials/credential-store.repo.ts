import { and, eq, inArray, isNull } from "drizzle-orm";
import type { CredentialStore, StoredCredential } from "#lib/aws/credential-store";
import { Batches } from "#lib/batches";
import type { Queryable } from "#lib/db/client";
import { accounts, credentials } from "#lib/db/schema/index";

const ASKED_PER_READ = 100;

/**
 * What `createAws` reads saved credentials with; their secrets come sealed. Every call reads anew,
 * and calls that are made at the same time share a read.
 */
export function createCredentialStore(db: { read: Queryable }): CredentialStore {
  const reads = new Batches<string, StoredCredential | null>({
    max: ASKED_PER_READ,
    async run(ids) {
      const rows = await selectCredentials(db.read, [...new Set(ids)]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
  });
  return { find: (credentialId) => reads.add(credentialId) };
}

async function selectCredentials(
  q: Queryable,
  ids: readonly string[],
): Promise<StoredCredential[]> {
  return q
    .select({
      id: credentials.id,
      kind: credentials.kind,
      accountId: accounts.accountId,
      partition: accounts.partition,
      defaultRegion: credentials.defaultRegion,
      secret: credentials.secret,
      sourceCredentialId: credentials.sourceCredentialId,
      roleArn: credentials.roleArn,
      externalId: credentials.externalId,
    })
    .from(credentials)
    .innerJoin(accounts, eq(accounts.id, credentials.accountRef))
    .where(and(inArray(credentials.id, [...ids]), isNull(credentials.deletedAt)));
}
