import { SECOND } from "../../clock";
import type { Database } from "../../db/client";
import type { Logger } from "../../logger";
import { systemTimers, type Timers } from "../../timers";
import { findLastCall, writeCalls, type BucketCall } from "./bucket-calls.repo";
import type { BucketKey, BucketStateStore } from "./budget";

/** Table `api_buckets` is written at most this often, with all buckets that were used. */
const WRITE_EVERY_MS = SECOND;
const ROWS_MAX = 500;

export function createBucketCalls(options: {
  db: Database;
  log: Logger;
  timers?: Timers;
}): BucketStateStore {
  const { db, log, timers = systemTimers } = options;
  const unwritten = new Map<string, BucketCall>();
  let writing: Promise<void> | null = null;
  let armed = false;

  const write = async (): Promise<void> => {
    const calls = [...unwritten.values()].slice(0, ROWS_MAX);
    for (const call of calls) unwritten.delete(idOf(call));
    try {
      await db.write((tx) => writeCalls(tx, calls));
    } catch (err) {
      log.warn({ err }, "the last calls per bucket were not written; trying again");
      for (const call of calls) keepLatest(unwritten, call);
    }
  };
  const arm = (): void => {
    if (armed) return;
    armed = true;
    // The first call after a rest is written at once, so that a crash cannot make it unseen.
    writing = write().finally(() => {
      timers.after(WRITE_EVERY_MS, () => {
        armed = false;
        if (unwritten.size > 0) arm();
      });
    });
  };
  return {
    async lastCallAt(key) {
      const written = await findLastCall(db.read, key);
      // Another process may have called since, and not have written it yet.
      const stored = written === null ? null : written + WRITE_EVERY_MS;
      const pending = unwritten.get(idOf(key))?.at ?? null;
      return stored === null || pending === null ? (stored ?? pending) : Math.max(stored, pending);
    },
    recordCall(key, at) {
      keepLatest(unwritten, { ...key, at });
      arm();
    },
    async flush() {
      await writing;
      if (unwritten.size > 0) await write();
    },
  };
}

function keepLatest(calls: Map<string, BucketCall>, call: BucketCall): void {
  const known = calls.get(idOf(call));
  if (!known || known.at < call.at) calls.set(idOf(call), call);
}

function idOf(key: BucketKey): string {
  return `${key.accountId}/${key.region}/${key.action}`;
}
