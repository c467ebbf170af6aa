import { z } from "zod";
import { pageQuery } from "#lib/paging";

const NAME_LENGTH_MAX = 100;

/** Pasted values carry line breaks and blanks at their ends; a key has none inside. */
function pasted(missing: string) {
  return z.string({ error: missing }).trim().min(1, { error: missing, abort: true });
}

/** Forms send fields that were left empty as "". */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (isBlank(value) ? undefined : value), schema.optional());
}

function isBlank(value: unknown): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
}

export const CredentialName = pasted("Give it a name, for example the account's.")
  .max(NAME_LENGTH_MAX, `Use at most ${NAME_LENGTH_MAX} characters.`)
  .regex(/^\P{Cc}*$/u, "Leave out line breaks and other control characters.");

/** The shape alone; whether it is a real region is asked of AWS. */
export const RegionName = pasted("Choose a region.").regex(
  /^[a-z]{2,3}(-[a-z]+){1,3}-\d{1,2}$/,
  "Write it as AWS does, for example eu-central-1.",
);

export const AccessKeyId = pasted("Paste the access key ID.").regex(
  /^[A-Za-z0-9_-]{3,128}$/,
  "An access key ID has only letters and digits, such as AKIA….",
);

export const SecretAccessKey = pasted("Paste the secret access key.").regex(
  /^[A-Za-z0-9/+=_-]{3,256}$/,
  "A secret access key has only letters, digits, /, + and =. Copy it again, without quotes.",
);

export const SessionToken = pasted("Paste the session token.").regex(
  /^[A-Za-z0-9/+=_-]{3,8192}$/,
  "A session token has only letters, digits, /, + and =. Copy it again, without line breaks.",
);

export const RoleArn = pasted("Paste the role's ARN.").regex(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
  "A role's ARN looks like arn:aws:iam::123456789012:role/AmiVault.",
);

/** What AWS allows for an external id. */
export const ExternalId = pasted("Use 2 to 1224 characters.")
  .min(2, "Use 2 to 1224 characters.")
  .max(1224, "Use 2 to 1224 characters.")
  .regex(/^[\w+=,.@:/-]+$/, "Use letters, digits and + = , . @ : / - _ only.");

const AccessKeyFields = z.object({
  kind: z.literal("access_key"),
  accessKeyId: AccessKeyId,
  secretAccessKey: SecretAccessKey,
});

const SessionFields = z.object({
  kind: z.literal("session"),
  accessKeyId: AccessKeyId,
  secretAccessKey: SecretAccessKey,
  sessionToken: SessionToken,
  /** When they end, where it is known. */
  expiresAt: optional(
    z.iso.datetime({
      offset: true,
      error: "Write the instant as AWS does, for example 2026-11-27T12:00:00Z.",
    }),
  ),
});

/** The role is assumed with a saved credential or with keys of its own, not with both. */
const AssumeRoleFields = z.object({
  kind: z.literal("assume_role"),
  roleArn: RoleArn,
  externalId: optional(ExternalId),
  sourceCredentialId: optional(z.string().trim().max(64)),
  accessKeyId: optional(AccessKeyId),
  secretAccessKey: optional(SecretAccessKey),
  sessionToken: optional(SessionToken),
});

/** Whatever the process has: nothing is given, and nothing stored. */
const DefaultChainFields = z.object({ kind: z.literal("default_chain") });

export const CredentialKeys = z
  .discriminatedUnion(
    "kind",
    [AssumeRoleFields, DefaultChainFields, AccessKeyFields, SessionFields],
    { error: "Choose assume_role, default_chain, access_key or session." },
  )
  .superRefine((keys, context) => {
    if (keys.kind !== "assume_role") return;
    for (const problem of sourceProblems(keys)) {
      context.addIssue({ code: "custom", path: [problem.field], message: problem.message });
    }
  });
export type CredentialKeys = z.infer<typeof CredentialKeys>;

const OWN_KEYS_ALONE =
  "A role for one use is assumed with keys that are given with it, not with a saved credential.";

/** Keys for one use stand in the request itself: nothing that is saved, or the process's own, signs. */
export const OnceKeys = z.discriminatedUnion(
  "kind",
  [
    AccessKeyFields,
    SessionFields,
    AssumeRoleFields.extend({
      sourceCredentialId: z.never(OWN_KEYS_ALONE).optional(),
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
    }),
  ],
  { error: "Keys for one use are of kind access_key, session or assume_role, given whole." },
);
export type OnceKeys = z.infer<typeof OnceKeys>;

export const AddCredentialInput = z
  .object({ name: CredentialName, region: RegionName })
  .and(CredentialKeys);
export type AddCredentialInput = z.input<typeof AddCredentialInput>;

const CredentialChanges = {
  name: CredentialName.optional(),
  region: RegionName.optional(),
  /** Rotates: all of them at once, of the same account. */
  keys: CredentialKeys.optional(),
};

/** The body of PATCH /api/aws-credentials/{id}; what is left out stays. */
export const UpdateCredentialBody = z
  .strictObject(CredentialChanges)
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    "Say what to change: name, region or keys.",
  );
export type UpdateCredentialBody = z.input<typeof UpdateCredentialBody>;

export const UpdateCredentialInput = z.strictObject({
  credentialId: z.string().min(1).max(64),
  ...CredentialChanges,
});
export type UpdateCredentialInput = z.input<typeof UpdateCredentialInput>;

export const CredentialRef = z.object({ credentialId: z.string().min(1).max(64) });
export type CredentialRef = z.infer<typeof CredentialRef>;

export const ListCredentialsInput = pageQuery("credentials").extend({
  /** Part of a name, or of the account's 12 digits. */
  search: z.string().trim().max(100).optional(),
});
export type ListCredentialsInput = z.input<typeof ListCredentialsInput>;

type AssumeRoleKeys = z.infer<typeof AssumeRoleFields>;

function sourceProblems(keys: AssumeRoleKeys): Array<{ field: string; message: string }> {
  const inline = Boolean(keys.accessKeyId ?? keys.secretAccessKey ?? keys.sessionToken);
  if (keys.sourceCredentialId) {
    return inline
      ? [
          {
            field: "sourceCredentialId",
            message: "Choose a saved credential or give keys, not both.",
          },
        ]
      : [];
  }
  if (!inline) {
    return [
      {
        field: "sourceCredentialId",
        message: "Choose the saved credential that assumes the role, or give its keys.",
      },
    ];
  }
  const problems: Array<{ field: string; message: string }> = [];
  if (!keys.accessKeyId)
    problems.push({ field: "accessKeyId", message: "Paste the access key ID." });
  if (!keys.secretAccessKey) {
    problems.push({ field: "secretAccessKey", message: "Paste the secret access key." });
  }
  return problems;
}
