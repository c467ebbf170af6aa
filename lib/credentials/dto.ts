import { z } from "zod";
import { CREDENTIAL_KINDS, PERMISSION_STATES } from "#lib/db/schema/constants";
import { FEATURES } from "./features.pure";

/** How an account is reached. Of its secrets only their presence and four characters are shown. */
export const CredentialDto = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(CREDENTIAL_KINDS),
  /** accounts.id */
  accountRef: z.string(),
  /** The 12 digits. */
  accountId: z.string(),
  partition: z.string(),
  region: z.string(),
  accessKeyIdLast4: z.string().nullable(),
  hasSecret: z.boolean(),
  roleArn: z.string().nullable(),
  externalId: z.string().nullable(),
  sourceCredentialId: z.string().nullable(),
  /** Its keys end by themselves: no schedule may rest on it. */
  temporary: z.boolean(),
  /** When they end, where it is known. */
  expiresAt: z.iso.datetime().nullable(),
  callerArn: z.string().nullable(),
  validatedAt: z.iso.datetime().nullable(),
  /** Null when the last validation succeeded. */
  validationError: z.string().nullable(),
  /** Null where it was not asked what it may do since the keys or the region changed. */
  permissionsCheckedAt: z.iso.datetime().nullable(),
  /** IAM actions that AWS said it may not do. */
  missingPermissions: z.array(z.string()),
  /** How many instances are reached by it. */
  usedByCount: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type CredentialDto = z.infer<typeof CredentialDto>;

export const PermissionDto = z.object({
  /** IAM's name, for example `ec2:CreateImage`. */
  action: z.string(),
  /** What the product does with it, after “to …”. */
  why: z.string(),
  /** By AWS's own word; unknown where it could not be asked. */
  state: z.enum(PERMISSION_STATES),
  /** AWS's sentence for what is missing; why it could not be asked. */
  note: z.string().nullable(),
  /** For what is missing: the IAM statements to add, as JSON, separated by commas. */
  statement: z.string().nullable(),
});
export type PermissionDto = z.infer<typeof PermissionDto>;

/** What EventBridge needs; null where it was not asked yet. */
const SchedulePermissions = z
  .object({
    /** EventBridge starts backups in the account: only then is what is missing held against it. */
    inUse: z.boolean(),
    items: z.array(PermissionDto),
  })
  .nullable();

export const CheckedRegionDto = z.object({
  region: z.string(),
  items: z.array(PermissionDto),
  schedule: SchedulePermissions,
});
export type CheckedRegionDto = z.infer<typeof CheckedRegionDto>;

export const CredentialDetailDto = CredentialDto.extend({
  /** Null where it was not asked since the keys or the region changed. */
  permissions: z
    .object({
      checkedAt: z.iso.datetime(),
      /** Its own region, where what follows was asked. */
      region: z.string(),
      items: z.array(PermissionDto),
      schedule: SchedulePermissions,
      /** Every region in use that was asked, its own first. */
      regions: z.array(CheckedRegionDto),
    })
    .nullable(),
  /** What its account uses. */
  features: z.array(z.enum(FEATURES)),
  /** The least IAM policy for these features, as JSON to paste. */
  neededPolicy: z.string(),
});
export type CredentialDetailDto = z.infer<typeof CredentialDetailDto>;

/** AWS's answer to "who is it, may it read, and may it do all that is needed?". */
export const CredentialValidationDto = z.object({
  /** False also where a permission is missing. */
  ok: z.boolean(),
  credential: CredentialDetailDto,
  message: z.string(),
  suggestion: z.string().nullable(),
  /** AWS's error code, or ours. */
  code: z.string().nullable(),
});
export type CredentialValidationDto = z.infer<typeof CredentialValidationDto>;
