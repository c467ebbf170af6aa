import { toIso, toIsoOrNull } from "#lib/clock";
import type { CredentialRow } from "./credential.repo";
import type { CredentialDto } from "./dto";

export function toCredentialDto(row: CredentialRow, usedByCount: number): CredentialDto {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    accountRef: row.accountRef,
    accountId: row.accountId,
    partition: row.partition,
    region: row.defaultRegion,
    accessKeyIdLast4: row.accessKeyIdLast4,
    hasSecret: row.hasSecret,
    roleArn: row.roleArn,
    externalId: row.externalId,
    sourceCredentialId: row.sourceCredentialId,
    callerArn: row.callerArn,
    validatedAt: toIsoOrNull(row.validatedAt),
    validationError: row.validationError,
    usedByCount,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

/** What the audit log may know of a credential. */
export function toAudited(row: CredentialRow): Record<string, unknown> {
  return {
    name: row.name,
    kind: row.kind,
    accountId: row.accountId,
    region: row.defaultRegion,
    accessKeyIdLast4: row.accessKeyIdLast4,
    roleArn: row.roleArn,
    externalId: row.externalId,
    sourceCredentialId: row.sourceCredentialId,
  };
}
