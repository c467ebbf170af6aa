import { knownScopes } from "../../auth/find-token";
import type { TokenRow } from "../../auth/personal-tokens.repo";
import { toIso, toIsoOrNull } from "../../clock";
import type { PersonalTokenDto } from "./dto";

export function toTokenDto(row: TokenRow): PersonalTokenDto {
  const { id, name, last4, lastUsedAddress } = row;
  return {
    id,
    name,
    last4,
    scopes: knownScopes(row.scopes),
    createdAt: toIso(row.createdAt),
    expiresAt: toIso(row.expiresAt),
    lastUsedAt: toIsoOrNull(row.lastUsedAt),
    lastUsedAddress,
  };
}
