import { InternalError } from "../../errors";

/** More was asked for in one call than AWS takes: a mistake of the caller's. */
export function inputError(method: string, max: number): InternalError {
  return new InternalError(`${method} takes at most ${max} ids a call.`);
}
