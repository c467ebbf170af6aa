import type { CredentialKeys } from "#lib/credentials/schemas";
import type { CredentialKind } from "#lib/db/schema/constants";
import { NO_KEYS } from "./key-fields";
import type { KeyValues } from "./key-fields";

/** What stands in the form, for all kinds at once, so that changing the kind loses nothing. */
export interface SecretDraft extends KeyValues {
  kind: CredentialKind;
  roleArn: string;
  externalId: string;
  /** The saved credential that assumes the role; empty for keys of its own. */
  sourceCredentialId: string;
}

export function newSecretDraft(given: Partial<SecretDraft>): SecretDraft {
  return {
    kind: "assume_role",
    roleArn: "",
    externalId: "",
    sourceCredentialId: "",
    ...NO_KEYS,
    ...given,
  };
}

export function toKeys(draft: SecretDraft): CredentialKeys {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = draft;
  if (draft.kind === "default_chain") return { kind: draft.kind };
  if (draft.kind === "access_key") return { kind: draft.kind, accessKeyId, secretAccessKey };
  if (draft.kind === "session") {
    return { kind: draft.kind, accessKeyId, secretAccessKey, sessionToken, expiresAt };
  }
  const { kind, roleArn, externalId, sourceCredentialId } = draft;
  const role = { kind, roleArn, externalId };
  return sourceCredentialId === ""
    ? { ...role, accessKeyId, secretAccessKey, sessionToken }
    : { ...role, sourceCredentialId };
}
