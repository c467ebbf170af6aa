import type { CredentialDto } from "#lib/credentials/dto";
import type { SourceOption } from "./secret-fields";

/** Only keys, or what the process has, can assume a role; a role assumed by a role would be a chain. */
export function toSources(credentials: readonly CredentialDto[]): SourceOption[] {
  return credentials
    .filter((credential) => credential.kind !== "assume_role")
    .map(({ id, name, accountId, partition, callerArn }) => ({
      id,
      name,
      accountId,
      partition,
      callerArn,
    }));
}
