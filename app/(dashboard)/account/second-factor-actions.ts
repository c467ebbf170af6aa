"use server";

import { defineAction } from "#lib/web/action";
import {
  beginOwnSecondFactor,
  confirmOwnSecondFactor,
  disableOwnSecondFactor,
  renewOwnRecoveryCodes,
} from "#lib/web/second-factor-actions";

export const beginSecondFactorAction = defineAction(beginOwnSecondFactor);
export const confirmSecondFactorAction = defineAction(confirmOwnSecondFactor);
export const renewRecoveryCodesAction = defineAction(renewOwnRecoveryCodes);
export const disableSecondFactorAction = defineAction(disableOwnSecondFactor);
