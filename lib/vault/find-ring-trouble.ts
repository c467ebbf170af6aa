import { canOpenChainKey } from "../audit/chain-key";
import type { Runtime } from "../runtime";
import { listKeyIdsInUse } from "./check-secrets";
import { listKnowingProcesses } from "./known-keys.repo";

const PUT_IT_BACK =
  "Put the key ring back that this database was written with; `npm run keys -- check` says what cannot be opened.";

export interface RingTrouble {
  /** Why, for anybody: names neither a process nor a key. */
  words: string;
  /** The process that has what this one lacks, for the log. */
  beside: string | null;
}

/**
 * Why this process must not be asked, or null. One secret that does not open is no reason, nor is a
 * key that nobody has any more: those are told where they are used. These are:
 * - the audit log's key does not open: nothing can be written, no sign-in either;
 * - a process that answers requests beside this one has a key that secrets are under, and this one does
 *   not. A worker takes no traffic: while the ring is changed by hand it may be the first to have a key.
 */
export async function findRingTrouble({
  db,
  vault,
  clock,
}: Pick<Runtime, "db" | "vault" | "clock">): Promise<RingTrouble | null> {
  if (!(await canOpenChainKey(db.read, vault))) {
    const words = `The encryption key is not the one of this database: nothing can be written. ${PUT_IT_BACK}`;
    return { words, beside: null };
  }
  const own = vault.keyIds();
  const others = await listKnowingProcesses(db.read, clock.now());
  const foreign = others.filter(
    ({ answersRequests, keyIds }) => answersRequests && keyIds.some((id) => !own.includes(id)),
  );
  if (foreign.length === 0) return null;
  const used = await listKeyIdsInUse(db.read);
  const better = foreign.find(({ keyIds }) =>
    keyIds.some((id) => used.has(id) && !own.includes(id)),
  );
  if (!better) return null;
  const words = `An encryption key is missing that stored secrets are under, and that another process has. ${PUT_IT_BACK}`;
  return { words, beside: better.description };
}
