import type { LibSQLDatabase, LibSQLTransaction } from "drizzle-orm/libsql";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import { toError } from "../errors";
import { isBusy } from "./busy";
import type * as schema from "./schema";

type Schema = typeof schema;

export type Tx = LibSQLTransaction<Schema, ExtractTablesWithRelations<Schema>>;

// The launcher opens the transaction, Next's copy of this module adds hooks to it.
const HOOKS = Symbol.for("amivault.commitHooks");
const shared = globalThis as { [HOOKS]?: WeakMap<object, Array<() => void>> };
const commitHooks = (shared[HOOKS] ??= new WeakMap());

const BUSY_RETRIES_MAX = 60;
const BUSY_PAUSE_MS_MAX = 100;

/** Registers work for after the commit, for example a wake-up; dropped on rollback. */
export function onCommit(tx: Tx, hook: () => void): void {
  const hooks = commitHooks.get(tx);
  if (!hooks) throw new Error("onCommit needs a transaction opened by Database.write.");
  hooks.push(hook);
}

/** Opens the transaction, retrying with jitter while another process holds the write lock. */
export async function runWrite<T>(
  db: LibSQLDatabase<Schema>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const hooks: Array<() => void> = [];
    try {
      const result = await transact(db, hooks, work);
      for (const hook of hooks) queueMicrotask(hook);
      return result;
    } catch (error) {
      if (!isBusy(error) || attempt >= BUSY_RETRIES_MAX) throw toError(error);
      await pause(Math.random() * Math.min(BUSY_PAUSE_MS_MAX, 5 * attempt));
    }
  }
}

function transact<T>(
  db: LibSQLDatabase<Schema>,
  hooks: Array<() => void>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.transaction(
    (tx) => {
      commitHooks.set(tx, hooks);
      return work(tx);
    },
    { behavior: "immediate" },
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
