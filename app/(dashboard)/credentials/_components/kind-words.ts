import type { CredentialKind } from "#lib/db/schema/constants";

export const KIND_WORDS: Readonly<Record<CredentialKind, string>> = {
  access_key: "Access key",
  session: "Key with session token",
  assume_role: "Assumed role",
};
