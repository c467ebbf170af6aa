import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import type { CredentialDto } from "./dto";
import { getCredentialDto } from "./get-credential-row";
import { CredentialRef } from "./schemas";

export async function getCredential(ctx: Context, input: CredentialRef): Promise<CredentialDto> {
  requirePermission(ctx, "credentials.read");
  const { credentialId } = CredentialRef.parse(input);
  return getCredentialDto(ctx.runtime.db.read, ctx, credentialId);
}
