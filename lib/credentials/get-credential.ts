import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import type { CredentialDetailDto } from "./dto";
import { getCredentialDetailDto } from "./get-credential-row";
import { CredentialRef } from "./schemas";

export async function getCredential(
  ctx: Context,
  input: CredentialRef,
): Promise<CredentialDetailDto> {
  requirePermission(ctx, "credentials.read");
  const { credentialId } = CredentialRef.parse(input);
  return getCredentialDetailDto(ctx.runtime.db.read, ctx, credentialId);
}
