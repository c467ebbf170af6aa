import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { ValidationError } from "../../errors";
import { checkSecondFactor, type CheckSecondFactorInput } from "./check-second-factor";
import { isWrongCode } from "./count-code";

/** For acts of whoever is signed in: a wrong code is the field's fault, and the session stands. */
export async function checkOwnCode<T>(
  ctx: Context,
  input: CheckSecondFactorInput,
  then: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await checkSecondFactor(ctx, input, then);
  } catch (error) {
    throw isWrongCode(error) ? codeIsWrong() : error;
  }
}

export function codeIsWrong(): ValidationError {
  const advice = "Not right, or used before: wait for the next one.";
  return new ValidationError("The code was not taken.", { fields: { code: [advice] } });
}
