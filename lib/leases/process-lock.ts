import { randomUUID } from "node:crypto";
import os from "node:os";
import { SECOND, type EpochMs } from "../clock";
import type { Mode } from "../config";
import { PreconditionFailedError } from "../errors";
import type { Runtime } from "../runtime";
import { systemTimers, type Timers } from "../timers";
import { noteKnownKeys } from "../vault/known-keys.repo";
import { describeProcess } from "./describe-process";
import { dropLeasesOf, listLiveLeases, takeLease, type LeaseRow } from "./leases.repo";
import { PROCESS_PREFIX as PREFIX } from "./lease-names.pure";

/** Not renewed for so long, the lock is free. */
export const LOCK_TTL_MS = 10 * SECOND;
export const LOCK_RENEW_MS = 3 * SECOND;

/** The database is held by another process. */
export class ProcessLockedError extends PreconditionFailedError {
  static override readonly kind: string = "process_locked";

  constructor(
    message: string,
    readonly rival: Readonly<{ owner: string; renewedAt: EpochMs }>,
    suggestion: string,
  ) {
    super(message, { suggestion });
  }
}

export interface ProcessLock {
  /** Unique to this process; also the owner of its other leases. */
  readonly owner: string;
  /** Gives back the database and every other lease of this process. */
  release(): Promise<void>;
}

export interface ProcessLockOptions {
  runtime: Pick<Runtime, "db" | "clock" | "log" | "vault">;
  mode: Mode;
  timers?: Timers;
  /** Another process took the database over while this one was stopped: it must end at once. */
  onLost(error: Error): void;
}

/**
 * Registers this process in the database, or refuses: an embedded process runs alone; web and
 * worker processes run beside each other.
 */
export async function lockProcess(options: ProcessLockOptions): Promise<ProcessLock> {
  const owner = `${os.hostname()}-${process.pid}-${randomUUID()}`;
  const lock = { options, owner, name: nameOf(options.mode, owner) };
  await claim(lock);
  const stop = keepRenewing(lock);
  return {
    owner,
    async release() {
      stop();
      const now = options.runtime.clock.now();
      await options.runtime.db.write((tx) => dropLeasesOf(tx, { owner, now }));
    },
  };
}

/** Takes everything from a process that was seen not to renew; not if it has done so meanwhile. */
export async function dropDeadProcess(
  { db, clock }: Pick<Runtime, "db" | "clock">,
  dead: ProcessLockedError["rival"],
): Promise<void> {
  const now = clock.now();
  await db.write(async (tx) => {
    const live = await listLiveLeases(tx, now);
    const lock = live.find(({ name, owner }) => owner === dead.owner && name.startsWith(PREFIX));
    if (lock?.renewedAt === dead.renewedAt) await dropLeasesOf(tx, { owner: dead.owner, now });
  });
}

interface Lock {
  options: ProcessLockOptions;
  owner: string;
  name: string;
}

/** One transaction looks and takes, so that two that start at once do not both succeed. */
async function claim(lock: Lock): Promise<void> {
  const { runtime, mode } = lock.options;
  const keyIds = runtime.vault.keyIds();
  await runtime.db.write(async (tx) => {
    const now = runtime.clock.now();
    const live = await listLiveLeases(tx, now);
    const rival = live.find((row) => row.owner !== lock.owner && excludes(mode, row));
    if (rival) throw refusal(mode, rival, now);
    await takeLease(tx, {
      name: lock.name,
      owner: lock.owner,
      description: describeProcess(mode),
      renewedAt: now,
      expiresAt: now + LOCK_TTL_MS,
    });
    await noteKnownKeys(tx, { owner: lock.owner, keyIds, now, expiresAt: now + LOCK_TTL_MS });
  });
}

function excludes(mode: Mode, row: LeaseRow): boolean {
  if (!row.name.startsWith(PREFIX)) return false;
  return mode === "embedded" || row.name === nameOf("embedded", row.owner);
}

function refusal(mode: Mode, rival: LeaseRow, now: EpochMs): ProcessLockedError {
  const seconds = Math.max(1, Math.ceil((rival.expiresAt - now) / SECOND));
  return new ProcessLockedError(
    mode === "embedded"
      ? `This database is in use by another process: ${rival.description}.`
      : `This database belongs to an embedded process: ${rival.description}.`,
    rival,
    `Stop that process first, or wait: if it is dead already, the database is free in ${seconds} s.`,
  );
}

/** The embedded lock has one name, so that its row is one whoever holds it. */
function nameOf(mode: Mode, owner: string): string {
  return mode === "embedded" ? `${PREFIX}embedded` : `${PREFIX}${mode}:${owner}`;
}

function keepRenewing(lock: Lock): () => void {
  const { runtime, onLost, timers = systemTimers } = lock.options;
  const state = { stopped: false, cancel: (): void => undefined };
  const renew = async (): Promise<void> => {
    try {
      await claim(lock);
    } catch (error) {
      if (state.stopped) return;
      if (error instanceof ProcessLockedError) return onLost(error);
      runtime.log.warn({ err: error }, "the process lock was not renewed; trying again");
    }
    arm();
  };
  const arm = (): void => {
    if (!state.stopped) state.cancel = timers.after(LOCK_RENEW_MS, () => void renew());
  };
  arm();
  return () => {
    state.stopped = true;
    state.cancel();
  };
}
