import { confirmMySecondFactor } from "./confirmation/declaration";
import { getMySecondFactor } from "./declaration";
import { beginMySecondFactor } from "./enrolment/declaration";
import { renewMyRecoveryCodes } from "./recovery-codes/declaration";
import { disableMySecondFactor } from "./removal/declaration";

export const secondFactorDeclarations = [
  getMySecondFactor,
  beginMySecondFactor,
  confirmMySecondFactor,
  renewMyRecoveryCodes,
  disableMySecondFactor,
];
