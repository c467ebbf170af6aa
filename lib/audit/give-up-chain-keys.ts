import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { replaceLostChainKey } from "./chain-key";
import { GIVE_UP_ACTION, type LostEntries } from "./given-up-keys";
import { recordAudit } from "./record-audit";

/**
 * Another key from here on, and as its first entry what cannot be proven any more: of these keys and
 * of those that were given up before, whose entry may be among it. `lost` is `findLost`'s.
 */
export async function giveUpChainKeys(
  tx: Tx,
  ctx: Context,
  of: { keyIds: readonly string[]; lost: { unproven: LostEntries[]; keyIds: string[] } },
): Promise<void> {
  await replaceLostChainKey(tx, ctx.runtime);
  const keyIds = [...new Set([...of.lost.keyIds, ...of.keyIds])];
  const lost = of.lost.unproven.filter(({ keyId }) => keyIds.includes(keyId));
  await recordAudit(tx, ctx, {
    action: GIVE_UP_ACTION,
    targetType: "audit",
    targetId: "chain",
    after: { keyIds, lost },
  });
}
