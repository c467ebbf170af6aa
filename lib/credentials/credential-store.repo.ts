import { and, eq, isNull } from "drizzle-orm";
import type { CredentialStore } from "#lib/aws/credential-store";
import type { Queryable } from "#lib/db/client";
import { accounts, credentials } from "#lib/db/schema/index";

/** What `createAws` reads saved credentials with; their secrets come sealed. */
export function createCredentialStore(db: { read: Queryable }): CredentialStore {
  return {
    async find(credentialId) {
      const rows = await db.read
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
        .where(and(eq(credentials.id, credentialId), isNull(credentials.deletedAt)))
        .limit(1);
      return rows[0] ?? null;
    },
  };
}
