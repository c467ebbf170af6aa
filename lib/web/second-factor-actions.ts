import { headers } from "next/headers";
import { beginSecondFactor } from "../auth/second-factor/begin-second-factor";
import { confirmSecondFactor } from "../auth/second-factor/confirm-second-factor";
import { disableSecondFactor } from "../auth/second-factor/disable-second-factor";
import type { EnrolmentDto, RecoveryCodesDto } from "../auth/second-factor/dto";
import { renewRecoveryCodes } from "../auth/second-factor/renew-recovery-codes";
import {
  BeginSecondFactorInput,
  ConfirmSecondFactorInput,
  DisableSecondFactorInput,
  RenewRecoveryCodesInput,
} from "../auth/second-factor/schemas";
import type { ActionSpec } from "./action";
import { ownHost } from "./origin";
import { setDeviceCookie, setSessionCookie } from "./session";

export const beginOwnSecondFactor: ActionSpec<typeof BeginSecondFactorInput, EnrolmentDto> = {
  permission: "account.secure",
  input: BeginSecondFactorInput,
  async run(ctx, input) {
    const host = ownHost(ctx.runtime.config, new Headers(await headers()));
    return beginSecondFactor(ctx, { ...input, host });
  },
};

export const confirmOwnSecondFactor: ActionSpec<typeof ConfirmSecondFactorInput, RecoveryCodesDto> =
  {
    permission: "account.secure",
    input: ConfirmSecondFactorInput,
    async run(ctx, input) {
      const { session, recoveryCodes } = await confirmSecondFactor(ctx, input);
      await setSessionCookie(session);
      return { recoveryCodes };
    },
  };

export const renewOwnRecoveryCodes: ActionSpec<typeof RenewRecoveryCodesInput, RecoveryCodesDto> = {
  permission: "account.secure",
  input: RenewRecoveryCodesInput,
  run: renewRecoveryCodes,
};

export const disableOwnSecondFactor: ActionSpec<typeof DisableSecondFactorInput, void> = {
  permission: "account.secure",
  input: DisableSecondFactorInput,
  async run(ctx, input) {
    const { user } = await disableSecondFactor(ctx, input);
    await setDeviceCookie(user.id);
  },
};
