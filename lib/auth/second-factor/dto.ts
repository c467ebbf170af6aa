import { z } from "zod";

/** One's own second factor. */
export const SecondFactorDto = z.object({
  /** Whether signing in asks for a code. */
  on: z.boolean(),
  /** Since when the authenticator that counts does so. */
  since: z.iso.datetime().nullable(),
  recoveryCodesLeft: z.number().int(),
  /** Whether the role asks for one, so that it can be changed and not turned off. */
  required: z.boolean(),
  /** Begun and not confirmed yet, until then; what counts until it is confirmed is as above. */
  settingUpUntil: z.iso.datetime().nullable(),
});
export type SecondFactorDto = z.infer<typeof SecondFactorDto>;

/** Given once, to whoever sets it up; it counts from its confirmation on. */
export const EnrolmentDto = z.object({
  enrolmentId: z.string(),
  /** Base 32, for authenticators without a camera. */
  secret: z.string(),
  /** otpauth://totp/…, what the picture says. */
  uri: z.string(),
  /** The QR code as a data: URI of an SVG. */
  qrCode: z.string(),
  expiresAt: z.iso.datetime(),
});
export type EnrolmentDto = z.infer<typeof EnrolmentDto>;

export const RecoveryCodesDto = z.object({
  /** Shown once: only their hashes are kept. Each counts once. */
  recoveryCodes: z.array(z.string()),
});
export type RecoveryCodesDto = z.infer<typeof RecoveryCodesDto>;
