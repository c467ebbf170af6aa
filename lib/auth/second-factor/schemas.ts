import { z } from "zod";

/** As it is typed: what of it is a code lib/auth/second-factor/typed-code.pure.ts says. */
export const Code = z.string().min(1, "Enter a code.").max(100, "This is too long for a code.");

export const BeginSecondFactorInput = z.object({
  /** A code of the second factor that counts now, or a recovery code; needed where there is one. */
  code: Code.optional(),
});
export type BeginSecondFactorInput = z.infer<typeof BeginSecondFactorInput>;

export const ConfirmSecondFactorInput = z.object({
  enrolmentId: z.string().max(100),
  /** Of the new authenticator. */
  code: Code,
});
export type ConfirmSecondFactorInput = z.infer<typeof ConfirmSecondFactorInput>;

export const DisableSecondFactorInput = z.object({
  password: z.string().min(1, "Enter your password.").max(1_000),
  /** A code, or a recovery code. */
  code: Code,
});
export type DisableSecondFactorInput = z.infer<typeof DisableSecondFactorInput>;

export const RenewRecoveryCodesInput = z.object({
  /** A code, or one of the recovery codes that are replaced. */
  code: Code,
});
export type RenewRecoveryCodesInput = z.infer<typeof RenewRecoveryCodesInput>;
