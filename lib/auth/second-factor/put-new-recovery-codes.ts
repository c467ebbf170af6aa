import type { Context } from "../../context";
import type { Tx } from "../../db/tx";
import { newId } from "../../ids";
import { hashRecoveryCode, newRecoveryCodes } from "./recovery-codes";
import { putRecoveryCodes } from "./second-factor.repo";

/** Ten new ones in place of all there were; only their hashes are kept. */
export async function putNewRecoveryCodes(
  tx: Tx,
  { runtime }: Pick<Context, "runtime">,
  userId: string,
): Promise<string[]> {
  const createdAt = runtime.clock.now();
  const codes = newRecoveryCodes(runtime.random);
  const rows = codes.map((code) => {
    const id = newId("rcv", createdAt, runtime.random);
    return { id, userId, codeHash: hashRecoveryCode(userId, code), createdAt, usedAt: null };
  });
  await putRecoveryCodes(tx, rows);
  return codes;
}
