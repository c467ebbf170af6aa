import { PreconditionFailedError } from "../errors";
import { auditEntries } from "../db/schema";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { chainEntries } from "./chain-entries";
import type { AuditHead } from "./heads.pure";
import { RESTORE_ACTION } from "./restores.pure";
import { verifyChain } from "./verify-chain";

/** They are named one by one in the entry. */
const AHEAD_MAX = 500;

/**
 * Says, as an entry of the chain, that an older copy of the database was put back: entries that were
 * written down and are not in the copy are given up from then on. Throws where nothing is missing.
 */
export async function acceptRestore(
  parts: Pick<Runtime, "db" | "clock" | "random" | "vault">,
  { heads, by }: { heads: readonly AuditHead[]; by: string },
): Promise<{ keptSeq: number; lostSeq: number }> {
  const { problems } = await verifyChain({ ...parts.db, vault: parts.vault }, { heads });
  const lost = problems.filter(({ kind }) => kind === "cut" || kind === "rewritten");
  if (lost.length === 0) {
    throw new PreconditionFailedError("Every entry that was written down is in the chain.", {
      suggestion: "There is nothing to accept.",
    });
  }
  const keptSeq = Math.min(...lost.map(({ firstSeq }) => firstSeq ?? 1)) - 1;
  const lostSeq = heads.reduce((highest, { seq }) => Math.max(highest, seq), 0);
  const now = parts.clock.now();
  const ahead = heads.filter(({ seq, at }) => seq > keptSeq && at > now).map(({ mac }) => mac);
  if (ahead.length > AHEAD_MAX) {
    throw new PreconditionFailedError(
      `${ahead.length} of what was written down bear instants yet to come: the clock was ahead then, or is behind now.`,
      { suggestion: "Set this machine's clock right, then accept." },
    );
  }
  const row = {
    id: newId("aud", now, parts.random),
    at: now,
    actorType: "cli" as const,
    actorName: by,
    action: RESTORE_ACTION,
    targetType: "audit",
    targetId: "chain",
    after: { keptSeq, lostSeq, ...(ahead.length > 0 ? { ahead } : {}) },
    requestId: newId("req", now, parts.random),
  };
  await parts.db.write(async (tx) => {
    await tx.insert(auditEntries).values(await chainEntries(tx, parts, [row]));
  });
  return { keptSeq, lostSeq };
}
