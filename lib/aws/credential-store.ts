import { z } from "zod";
import type { SealedPlace } from "../crypto";
import type { CredentialKind } from "../db/schema/constants";

/** A saved credential as client.ts needs it; `secret` is still sealed. */
export interface StoredCredential {
  id: string;
  kind: CredentialKind;
  /** The 12 digits. */
  accountId: string;
  partition: string;
  defaultRegion: string;
  secret: string | null;
  sourceCredentialId: string | null;
  roleArn: string | null;
  externalId: string | null;
}

export interface CredentialStore {
  /** Null for one that was deleted or never was. */
  find(credentialId: string): Promise<StoredCredential | null>;
}

/** What is sealed: JSON of the keys. */
export const SecretMaterial = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string().optional(),
});
export type SecretMaterial = z.infer<typeof SecretMaterial>;

export function secretPlace(credentialId: string): SealedPlace {
  return { table: "credentials", column: "secret", rowId: credentialId };
}
