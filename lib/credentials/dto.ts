import { z } from "zod";
import { CREDENTIAL_KINDS } from "#lib/db/schema/constants";

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
  callerArn: z.string().nullable(),
  validatedAt: z.iso.datetime().nullable(),
  /** Null when the last validation succeeded. */
  validationError: z.string().nullable(),
  /** How many instances are reached by it. */
  usedByCount: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type CredentialDto = z.infer<typeof CredentialDto>;

/** AWS's answer to "who is it, and may it read?". */
export const CredentialValidationDto = z.object({
  ok: z.boolean(),
  credential: CredentialDto,
  message: z.string(),
  suggestion: z.string().nullable(),
  /** AWS's error code, or ours. */
  code: z.string().nullable(),
});
export type CredentialValidationDto = z.infer<typeof CredentialValidationDto>;
