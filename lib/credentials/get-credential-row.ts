import type { Context } from "#lib/context";
import type { Queryable } from "#lib/db/client";
import { NotFoundError } from "#lib/errors";
import { countUses, findCredential, type CredentialRow } from "./credential.repo";
import type { CredentialDetailDto, CredentialDto } from "./dto";
import { listFeaturesInUse } from "./regions-in-use.repo";
import { toCredentialDetailDto, toCredentialDto } from "./to-credential-dto";

export async function getCredentialRow(
  q: Queryable,
  ctx: Context,
  credentialId: string,
): Promise<CredentialRow> {
  const row = await findCredential(q, { id: credentialId, accounts: ctx.accounts });
  if (!row) throw new NotFoundError("The credential");
  return row;
}

export async function getCredentialDto(
  q: Queryable,
  ctx: Context,
  credentialId: string,
): Promise<CredentialDto> {
  const row = await getCredentialRow(q, ctx, credentialId);
  const uses = await countUses(q, [row.id]);
  return toCredentialDto(row, uses.get(row.id) ?? 0);
}

export async function getCredentialDetailDto(
  q: Queryable,
  ctx: Context,
  credentialId: string,
): Promise<CredentialDetailDto> {
  const row = await getCredentialRow(q, ctx, credentialId);
  const uses = await countUses(q, [row.id]);
  return toDetail(q, ctx, { row, usedByCount: uses.get(row.id) ?? 0 });
}

export async function toDetail(
  q: Queryable,
  ctx: Context,
  { row, usedByCount }: { row: CredentialRow; usedByCount: number },
): Promise<CredentialDetailDto> {
  const features = await listFeaturesInUse(q, row.accountRef);
  const { installationId } = ctx.runtime.config;
  return toCredentialDetailDto(row, { usedByCount, installationId, features });
}
