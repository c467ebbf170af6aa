import { z } from "zod";
import { ROLES } from "../db/schema/constants";
import { pageQuery } from "../paging";
import { USER_STATES } from "./user-state.pure";

export const Username = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u, "Use 1 to 64 letters, digits, and . _ @ -");

/** The rules for the new one need the user's names: lib/users/change-password.ts applies them. */
export const ChangePasswordInput = z.object({
  currentPassword: z.string().min(1, "Enter your current password.").max(1_000),
  newPassword: z.string().min(1, "Enter a new password.").max(1_000),
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

const Role = z.enum(ROLES, { error: `Choose one of ${ROLES.join(", ")}.` });

/** Forms send what was left empty as "". */
const Email = z.preprocess(
  (value) => (value === "" ? null : value),
  z.email("Write an e-mail address, or leave it empty.").trim().max(320).nullable(),
);

const ACCOUNTS_MAX = 500;

/** accounts.id; null for every account. */
const AccountRefs = z
  .array(z.string().min(1).max(64))
  .min(1, "Choose at least one account, or every account.")
  .max(ACCOUNTS_MAX)
  .transform((refs) => [...new Set(refs)].toSorted())
  .nullable();

export const CreateUserInput = z.strictObject({
  username: Username,
  email: Email.default(null),
  role: Role,
  accountRefs: AccountRefs.default(null),
});
export type CreateUserInput = z.input<typeof CreateUserInput>;

/** The body of PATCH /api/users/{id}; what is left out stays. */
export const UpdateUserBody = z
  .strictObject({
    email: Email.optional(),
    role: Role.optional(),
    accountRefs: AccountRefs.optional(),
  })
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    "Say what to change: email, role or accountRefs.",
  );
export type UpdateUserBody = z.input<typeof UpdateUserBody>;

export const UserRef = z.object({ userId: z.string().min(1).max(64) });
export type UserRef = z.infer<typeof UserRef>;

export const UpdateUserInput = UserRef.extend({ changes: UpdateUserBody });
export type UpdateUserInput = z.input<typeof UpdateUserInput>;

export const ListUsersInput = pageQuery("users").extend({
  /** Part of a user name or an e-mail address. */
  search: z.string().trim().max(200).optional(),
  role: Role.optional(),
  state: z.enum(USER_STATES).optional(),
});
export type ListUsersInput = z.input<typeof ListUsersInput>;

/** The part of a one-time link behind #. Whatever it is, the answer is one and the same. */
export const LinkToken = z.object({ token: z.string().min(1).max(200) });
export type LinkToken = z.infer<typeof LinkToken>;

export const UsePasswordLinkInput = LinkToken.extend({
  password: z.string().min(1, "Choose a password.").max(1_000),
});
export type UsePasswordLinkInput = z.infer<typeof UsePasswordLinkInput>;
