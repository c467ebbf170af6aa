import { eq } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { leases } from "../db/schema";
import type { Tx } from "../db/tx";
import { KNOWN_KEYS_PREFIX, PROCESS_PREFIX, WORKER_PREFIX } from "../leases/lease-names.pure";
import { listLiveLeases, putLease } from "../leases/leases.repo";

/** A process that lives, and the keys it says it knows, the one it seals with first. */
export interface KnowingProcess {
  /** Mode, host and pid, for messages. */
  description: string;
  /** Not a worker. */
  answersRequests: boolean;
  /** Empty for a process that says nothing of keys. */
  keyIds: string[];
  since: EpochMs;
}

/** Written with the process's lock; `renewedAt` is since when these are its keys. */
export async function noteKnownKeys(
  tx: Tx,
  note: { owner: string; keyIds: readonly string[]; now: EpochMs; expiresAt: EpochMs },
): Promise<void> {
  const { owner, now, expiresAt } = note;
  const name = `${KNOWN_KEYS_PREFIX}${owner}`;
  const description = note.keyIds.join(",");
  const [before] = await tx.select().from(leases).where(eq(leases.name, name));
  const since = before?.description === description ? before.renewedAt : now;
  await putLease(tx, { name, owner, description, renewedAt: since, expiresAt });
}

export async function listKnowingProcesses(q: Queryable, now: EpochMs): Promise<KnowingProcess[]> {
  const live = await listLiveLeases(q, now);
  return live
    .filter(({ name }) => name.startsWith(PROCESS_PREFIX))
    .map(({ name: lock, owner, description }) => {
      const note = live.find(({ name }) => name === `${KNOWN_KEYS_PREFIX}${owner}`);
      return {
        description,
        answersRequests: !lock.startsWith(WORKER_PREFIX),
        keyIds: note?.description.split(",") ?? [],
        since: note?.renewedAt ?? now,
      };
    });
}
