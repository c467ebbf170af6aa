import type { CredentialKind } from "#lib/db/schema/constants";

export const KIND_WORDS: Readonly<Record<CredentialKind, string>> = {
  assume_role: "Role",
  default_chain: "This machine’s own",
  access_key: "Access key",
  session: "Temporary key",
};
