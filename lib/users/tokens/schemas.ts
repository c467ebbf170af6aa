import { z } from "zod";

export const TOKEN_DAYS_MAX = 365;
export const TOKEN_DAYS_DEFAULT = 90;

/** Every token ends one day: one that is forgotten must not open this for ever. */
export const CreateTokenInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give it a name, so that you know it again.")
    .max(100, "Use at most 100 characters."),
  /** Permissions as GET /api/me lists them. */
  scopes: z.array(z.string().max(60)).min(1, "Choose what it may do.").max(100),
  expiresInDays: z
    .number("Use whole days.")
    .int("Use whole days.")
    .min(1, "Use at least 1 day.")
    .max(TOKEN_DAYS_MAX, `Use at most ${TOKEN_DAYS_MAX} days.`)
    .default(TOKEN_DAYS_DEFAULT),
});
export type CreateTokenInput = z.infer<typeof CreateTokenInput>;
