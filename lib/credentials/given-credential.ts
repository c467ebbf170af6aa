import type { GivenCredential, WholeCredential } from "#lib/aws/aws";
import type { SecretMaterial } from "#lib/aws/credential-store";
import type { Config } from "#lib/config";
import { ValidationError, type FieldErrors } from "#lib/errors";
import type { CredentialKeys, OnceKeys } from "./schemas";

/** What a person entered, as the AWS adapter takes it. */
export function toGiven(keys: CredentialKeys): GivenCredential {
  if (keys.kind === "default_chain") return keys;
  if (keys.kind !== "assume_role") return toWhole(keys);
  const { kind, roleArn, externalId = null, sourceCredentialId } = keys;
  return sourceCredentialId === undefined
    ? { kind, roleArn, externalId, source: requireMaterial(keys) }
    : { kind, roleArn, externalId, source: { credentialId: sourceCredentialId } };
}

/** What a person entered for one use. */
export function toWhole(keys: OnceKeys): WholeCredential {
  if (keys.kind === "access_key") return { kind: keys.kind, ...pick(keys) };
  if (keys.kind === "session") {
    return { kind: keys.kind, ...pick(keys), sessionToken: keys.sessionToken };
  }
  const { kind, roleArn, externalId = null } = keys;
  return { kind, roleArn, externalId, source: requireMaterial(keys) };
}

/** What is sealed; null where a saved credential or the process itself has the keys. */
export function toSecretMaterial(keys: CredentialKeys): SecretMaterial | null {
  if (keys.kind === "default_chain") return null;
  if (keys.kind === "access_key") return pick(keys);
  if (keys.kind === "session") return { ...pick(keys), sessionToken: keys.sessionToken };
  return keys.sourceCredentialId === undefined ? requireMaterial(keys) : null;
}

/** When temporary keys end, as far as it was said. */
export function endOf(keys: CredentialKeys): number | null {
  return keys.kind === "session" && keys.expiresAt !== undefined
    ? Date.parse(keys.expiresAt)
    : null;
}

/**
 * Emulators take any key, AWS has a form: what does not have it is refused beside its field before
 * anything is asked.
 */
export function requireKeyForm(config: Pick<Config, "awsEndpointUrl">, keys: CredentialKeys): void {
  if (config.awsEndpointUrl !== undefined || keys.kind === "default_chain") return;
  const fields: FieldErrors = {};
  const { accessKeyId, secretAccessKey } = keys;
  if (accessKeyId !== undefined && !/^A[KS]IA[A-Z0-9]{12,124}$/.test(accessKeyId)) {
    fields["accessKeyId"] = [
      "An access key ID begins with AKIA or ASIA and has capital letters and digits only.",
    ];
  }
  if (secretAccessKey !== undefined && !/^[A-Za-z0-9/+=]{30,128}$/.test(secretAccessKey)) {
    fields["secretAccessKey"] = ["A secret access key has 40 characters. Copy it again, whole."];
  }
  if (accessKeyId?.startsWith("ASIA") && keys.kind === "access_key") {
    fields["accessKeyId"] = ["This is a temporary key: choose the kind with a session token."];
  }
  if (Object.keys(fields).length > 0) {
    throw new ValidationError("The keys do not look like AWS's.", { fields });
  }
}

function requireMaterial(keys: Partial<SecretMaterial>): SecretMaterial {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new ValidationError("The role needs keys to be assumed with.");
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function pick({ accessKeyId, secretAccessKey }: SecretMaterial): SecretMaterial {
  return { accessKeyId, secretAccessKey };
}
