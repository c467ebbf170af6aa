import { onCommit, type Tx } from "../db/tx";
import type { Runtime } from "../runtime";
import type { ChainEnd } from "./chain.repo";

/** The last entry that this process wrote, kept where whoever writes the database does not reach. */
export interface CommittedHead extends ChainEnd {
  keyId: string;
  at: number;
}

// The launcher's copy of this module looks, Next's copy writes.
const KEY = Symbol.for("amivault.committedHeads");
const shared = globalThis as { [KEY]?: WeakMap<object, CommittedHead> };
const heads = (shared[KEY] ??= new WeakMap());

/**
 * Remembers `head` once it is committed. Not where the chain ended before the one that is known: that
 * one is missing then, and whoever looks must learn of it.
 */
export function noteCommittedHead(
  tx: Tx,
  runtime: Pick<Runtime, "vault">,
  of: { before: ChainEnd; head: CommittedHead },
): void {
  onCommit(tx, () => {
    const known = heads.get(runtime.vault);
    if (known && of.before.seq < known.seq) return;
    heads.set(runtime.vault, of.head);
  });
}

export function findCommittedHead(runtime: Pick<Runtime, "vault">): CommittedHead | null {
  return heads.get(runtime.vault) ?? null;
}

/** After all was looked at and is whole, or was given up by a person's word. */
export function forgetCommittedHead(runtime: Pick<Runtime, "vault">, head: CommittedHead): void {
  if (heads.get(runtime.vault) === head) heads.delete(runtime.vault);
}
