import { iamStatementFor, toIamAction } from "#lib/aws/iam-statement.pure";
import type { IamScope } from "#lib/aws/iam-statements.pure";
import { toIso, toIsoOrNull } from "#lib/clock";
import type { CheckedPlace } from "#lib/db/schema/accounts";
import type { CredentialRow } from "./credential.repo";
import type { CheckedRegionDto, CredentialDetailDto, CredentialDto, PermissionDto } from "./dto";
import { featurePolicy } from "./feature-policy.pure";
import type { Feature } from "./features.pure";
import { missingOf, placesOf } from "./missing-of.pure";
import { NEEDED_PERMISSIONS, UNASKABLE_PERMISSIONS } from "./needed-permissions.pure";
import { SCHEDULE_PERMISSIONS } from "./schedule-permissions.pure";

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
    temporary: row.temporary,
    expiresAt: toIsoOrNull(row.expiresAt),
    callerArn: row.callerArn,
    validatedAt: toIsoOrNull(row.validatedAt),
    validationError: row.validationError,
    permissionsCheckedAt: toIsoOrNull(row.permissions?.checkedAt ?? null),
    missingPermissions: missingOf(row.permissions),
    usedByCount,
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  };
}

export function toCredentialDetailDto(
  row: CredentialRow,
  facts: { usedByCount: number; installationId: string; features: Feature[] },
): CredentialDetailDto {
  const { permissions, partition, roleArn } = row;
  const { installationId, features } = facts;
  const scope = { partition, installationId, ...(roleArn === null ? {} : { roleArn }) };
  return {
    ...toCredentialDto(row, facts.usedByCount),
    permissions: permissions && {
      checkedAt: toIso(permissions.checkedAt),
      ...toRegionDto(permissions, scope),
      regions: placesOf(permissions).map((place) => toRegionDto(place, scope)),
    },
    features,
    neededPolicy: JSON.stringify(featurePolicy(scope, features), null, 2),
  };
}

function toRegionDto({ region, items, schedule }: CheckedPlace, scope: IamScope): CheckedRegionDto {
  return {
    region,
    items: [
      ...NEEDED_PERMISSIONS.flatMap(({ action, why }) => {
        const answer = items.find((item) => item.action === action);
        if (!answer) return [];
        const { state, note } = answer;
        const statement = state === "missing" ? iamStatementFor({ ...scope, action }) : null;
        return [{ action: toIamAction(action), why, state, note, statement }];
      }),
      ...UNASKABLE_PERMISSIONS,
    ],
    schedule: schedule ? toScheduleDto(schedule, scope) : null,
  };
}

function toScheduleDto(
  { inUse, items }: NonNullable<CheckedPlace["schedule"]>,
  scope: IamScope,
): { inUse: boolean; items: PermissionDto[] } {
  return {
    inUse,
    items: SCHEDULE_PERMISSIONS.flatMap(({ action, why }) => {
      const answer = items.find((item) => item.action === action);
      if (!answer) return [];
      const { state, note } = answer;
      const asked = { ...scope, action: action.split(":")[1] ?? "", subject: "instance" } as const;
      const statement = state === "missing" ? iamStatementFor(asked) : null;
      return [{ action, why, state, note, statement }];
    }),
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
