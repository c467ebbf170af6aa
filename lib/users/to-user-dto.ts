import type { TokenWithUser } from "../auth/personal-tokens.repo";
import type { SessionWithUser, UserRow } from "../auth/sessions.repo";
import { toIso, toIsoOrNull } from "../clock";
import type { MeDto, UserDto } from "./dto";

export function toUserDto(user: UserRow): UserDto {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    role: user.role,
    mustChangePassword: user.mustChangePassword,
    hasSecondFactor: user.totpConfirmedAt !== null,
    lastSignInAt: toIsoOrNull(user.lastSignInAt),
  };
}

export function toMeDto({ session, user }: SessionWithUser, permissions: readonly string[]): MeDto {
  return {
    ...toUserDto(user),
    permissions: [...permissions],
    session: {
      kind: session.kind,
      createdAt: toIso(session.createdAt),
      expiresAt: toIso(session.expiresAt),
    },
    token: null,
  };
}

export function toTokenMeDto(
  { token, user }: TokenWithUser,
  permissions: readonly string[],
): MeDto {
  const { id, name, expiresAt } = token;
  return {
    ...toUserDto(user),
    permissions: [...permissions],
    session: null,
    token: { id, name, expiresAt: toIso(expiresAt) },
  };
}
