import { z } from "zod";

export const PersonalTokenDto = z.object({
  id: z.string(),
  name: z.string(),
  /** To recognise it by; the token itself is shown once. */
  last4: z.string(),
  /** Permissions; what the role does not allow a token does not allow either. */
  scopes: z.array(z.string()),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedAddress: z.string().nullable(),
});
export type PersonalTokenDto = z.infer<typeof PersonalTokenDto>;

export const NewTokenDto = PersonalTokenDto.extend({
  /** Shown this once, for `Authorization: Bearer <token>`. */
  token: z.string(),
});
export type NewTokenDto = z.infer<typeof NewTokenDto>;
