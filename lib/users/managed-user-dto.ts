import { z } from "zod";
import { PASSWORD_LINK_PURPOSES } from "../db/schema/constants";
import { UserDto } from "./dto";
import { USER_STATES } from "./user-state.pure";

export const UserAccountDto = z.object({
  /** accounts.id */
  accountRef: z.string(),
  accountId: z.string(),
  /** What people call it: its own name, or that of the oldest credential that reaches it. */
  name: z.string().nullable(),
});
export type UserAccountDto = z.infer<typeof UserAccountDto>;

/** A user as administrators see them. */
export const ManagedUserDto = UserDto.omit({ mustChangePassword: true }).extend({
  state: z.enum(USER_STATES),
  /** Null: every account, also those that are added later. */
  accounts: z.array(UserAccountDto).nullable(),
  hasSecondFactor: z.boolean(),
  /** The one-time link that still works. */
  link: z
    .object({ purpose: z.enum(PASSWORD_LINK_PURPOSES), expiresAt: z.iso.datetime() })
    .nullable(),
  passwordChangedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type ManagedUserDto = z.infer<typeof ManagedUserDto>;

/** Shown once: only its hash is kept. */
export const PasswordLinkDto = z.object({
  /** The page and, behind #, the token. */
  path: z.string(),
  /** The same with the public address; null where NEXTAUTH_URL does not say it. */
  url: z.string().nullable(),
  purpose: z.enum(PASSWORD_LINK_PURPOSES),
  expiresAt: z.iso.datetime(),
});
export type PasswordLinkDto = z.infer<typeof PasswordLinkDto>;

export const UserWithLinkDto = z.object({ user: ManagedUserDto, link: PasswordLinkDto });
export type UserWithLinkDto = z.infer<typeof UserWithLinkDto>;

/** What a link is for, to whoever has it. */
export const FoundLinkDto = z.object({
  username: z.string(),
  purpose: z.enum(PASSWORD_LINK_PURPOSES),
  expiresAt: z.iso.datetime(),
});
export type FoundLinkDto = z.infer<typeof FoundLinkDto>;
