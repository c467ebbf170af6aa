import { z } from "zod";
import { ROLES } from "../db/schema/constants";

export const UserDto = z.object({
  id: z.string(),
  username: z.string(),
  email: z.string().nullable(),
  role: z.enum(ROLES),
  mustChangePassword: z.boolean(),
  /** Whether signing in asks for a code as well. */
  hasSecondFactor: z.boolean(),
  lastSignInAt: z.iso.datetime().nullable(),
});
export type UserDto = z.infer<typeof UserDto>;

export const MeDto = UserDto.extend({
  /** What the caller may do now, for scripts and buttons. */
  permissions: z.array(z.string()),
  /** Null for a personal token. */
  session: z
    .object({
      kind: z.enum(["web", "api"]),
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
    })
    .nullable(),
  /** The personal token that asks, if it is one. */
  token: z.object({ id: z.string(), name: z.string(), expiresAt: z.iso.datetime() }).nullable(),
});
export type MeDto = z.infer<typeof MeDto>;

export const TokenDto = z.object({
  /** For `Authorization: Bearer <token>`. */
  token: z.string(),
  expiresAt: z.iso.datetime(),
  user: UserDto,
});
export type TokenDto = z.infer<typeof TokenDto>;

export const ChangedPasswordDto = z.object({
  /** The new token, in place of the one that sent the request; null where a cookie was set. */
  token: z.string().nullable(),
  expiresAt: z.iso.datetime(),
  mustChangePassword: z.boolean(),
});
export type ChangedPasswordDto = z.infer<typeof ChangedPasswordDto>;

export const ProofDto = z.object({
  /** The new token, in place of the one that sent the request; null where a cookie was set. */
  token: z.string().nullable(),
  expiresAt: z.iso.datetime(),
  /** Until then nothing asks for a proof. */
  provenUntil: z.iso.datetime(),
});
export type ProofDto = z.infer<typeof ProofDto>;
