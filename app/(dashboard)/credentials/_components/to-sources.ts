import type { CredentialDto } from "#lib/credentials/dto";
import type { SourceOption } from "./secret-fields";

type Offered = Pick<
  CredentialDto,
  "id" | "kind" | "name" | "accountId" | "partition" | "callerArn" | "temporary"
>;

/**
 * Only keys, or what the process has, can assume a role; a role assumed by a role would be a chain.
 * What ends by itself comes last: no schedule can rest on it.
 */
export function toSources(credentials: readonly Offered[]): SourceOption[] {
  return credentials
    .filter((credential) => credential.kind !== "assume_role")
    .toSorted((a, b) => Number(a.temporary) - Number(b.temporary))
    .map(({ id, name, accountId, partition, callerArn, temporary }) => ({
      id,
      name,
      accountId,
      partition,
      callerArn,
      temporary,
    }));
}
