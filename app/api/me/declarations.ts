import { me } from "./declaration";
import { changeMyPassword } from "./password/declaration";
import { proveMyself } from "./proof/declaration";
import { confirmMySecondFactor } from "./second-factor/confirmation/declaration";
import { getMySecondFactor } from "./second-factor/declaration";
import { beginMySecondFactor } from "./second-factor/enrolment/declaration";
import { renewMyRecoveryCodes } from "./second-factor/recovery-codes/declaration";
import { disableMySecondFactor } from "./second-factor/removal/declaration";
import { endMySession } from "./session/declaration";

/** What everybody has of their own account. */
export const myDeclarations = [
  me,
  changeMyPassword,
  proveMyself,
  getMySecondFactor,
  beginMySecondFactor,
  confirmMySecondFactor,
  renewMyRecoveryCodes,
  disableMySecondFactor,
  endMySession,
];
