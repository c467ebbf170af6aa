import { DAY } from "../clock";
import type { Tx } from "../db/tx";
import { deleteStaleForeign } from "./foreign-images.repo";

/** So long a list may say of images of others that they were not seen since. */
const SHOWN_MS = 30 * DAY;

/**
 * Images of others where no comparison comes any more, as the last credential of the account was
 * deleted: after a month nobody can say that they are there. Answers with how many went.
 */
export async function forgetStaleForeign(
  tx: Tx,
  { now, rowsMax }: { now: number; rowsMax: number },
): Promise<number> {
  return deleteStaleForeign(tx, { before: now - SHOWN_MS, limit: rowsMax });
}
