import { RecoveryCodesDto } from "#lib/auth/second-factor/dto";
import { renewRecoveryCodes } from "#lib/auth/second-factor/renew-recovery-codes";
import { RenewRecoveryCodesInput } from "#lib/auth/second-factor/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const renewMyRecoveryCodes = declareRoute({
  method: "POST",
  path: "/api/me/second-factor/recovery-codes",
  summary: "Ten new recovery codes, this once; every earlier one is worth nothing",
  tag: "Account",
  permission: "account.secure",
  body: RenewRecoveryCodesInput,
  responses: { 201: RecoveryCodesDto },
  handle: async ({ ctx, body }) => ({ status: 201, body: await renewRecoveryCodes(ctx, body) }),
});
