import { z } from "zod";

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
