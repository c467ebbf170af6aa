import { and, eq, inArray, isNotNull, lte, or } from "drizzle-orm";
import { attempts, backups } from "#lib/db/schema/index";
import { setTimeout as pause } from "node:timers/promises";
import { say } from "../report";
import type { Uptime } from "./uptime";
import type { ChaosWorld } from "./world";

/** A backup that a worker may have held when it was lost. */
interface Held {
  backupId: string;
  /** Null: it was queued, and its job in the worker's hands or in nobody's. */
  leaseToken: string | null;
  /** From when on another could take it up. */
  freeAt: number;
}

/** How long one of them stayed lying, by the product's clock. */
interface Wait {
  held: Held;
  from: number;
  calledAt: number;
}

const SLOWEST_SHOWN = 5;
const LOOK_EVERY_MS = 200;
const IDS_PER_READ = 400;

/**
 * How long backups stay lying when their worker is lost: from the end of its lease, or from the loss
 * where there was none, and from when some worker was up, to the first call for them by anybody. What the
 * product wrote down of that call is read, which is after the call: never too short.
 */
export class RecoveryWatch {
  readonly #world: ChaosWorld;
  readonly #uptime: Uptime;
  readonly #held = new Map<string, Held>();
  readonly #waits: Wait[] = [];
  #ended = false;
  #rounds: Promise<void> = Promise.resolve();

  constructor(world: ChaosWorld, uptime: Uptime) {
    this.#world = world;
    this.#uptime = uptime;
  }

  start(): void {
    this.#rounds = this.#watch();
  }

  /** A worker was killed or stopped just now. */
  async noteLoss(): Promise<void> {
    const { runtime, now } = this.#world;
    const lostAt = now();
    const rows = await runtime.db.read
      .select({
        id: backups.id,
        leaseToken: backups.leaseToken,
        leaseExpiresAt: backups.leaseExpiresAt,
      })
      .from(backups)
      .where(
        or(
          isNotNull(backups.leaseToken),
          and(eq(backups.status, "queued"), lte(backups.notBeforeAt, lostAt)),
        ),
      );
    for (const { id, leaseToken, leaseExpiresAt } of rows) {
      const freeAt = leaseToken === null ? lostAt : (leaseExpiresAt ?? lostAt);
      const key = `${id} ${leaseToken ?? ""}`;
      if (!this.#held.has(key)) this.#held.set(key, { backupId: id, leaseToken, freeAt });
    }
  }

  /** Seconds of the product; what nobody has taken up yet counts up to now. */
  async end(): Promise<{ held: number; secondsMax: number }> {
    this.#ended = true;
    await this.#rounds;
    const now = this.#world.now();
    for (const held of this.#held.values()) {
      if (held.freeAt < now) this.#note(held, now);
    }
    const slowest = this.#waits.toSorted((a, b) => msOf(b) - msOf(a)).slice(0, SLOWEST_SHOWN);
    for (const wait of slowest) this.#tell(wait);
    return { held: this.#waits.length, secondsMax: Math.max(0, ...this.#waits.map(msOf)) / 1_000 };
  }

  async #watch(): Promise<void> {
    while (!this.#ended) {
      await this.#look();
      await pause(LOOK_EVERY_MS);
    }
  }

  async #look(): Promise<void> {
    const held = [...this.#held].slice(0, IDS_PER_READ);
    if (held.length === 0) return;
    const ids = held.map(([, { backupId }]) => backupId);
    const rows = await this.#world.runtime.db.read
      .select({ backup: backups, attempt: attempts })
      .from(backups)
      .leftJoin(
        attempts,
        and(eq(attempts.backupId, backups.id), eq(attempts.number, backups.attemptNumber)),
      )
      .where(inArray(backups.id, ids));
    const byId = new Map(rows.map((row) => [row.backup.id, row]));
    for (const [key, each] of held) {
      const row = byId.get(each.backupId);
      const firstCallAt = row ? findFirstCall(each, row) : "nobody's";
      if (firstCallAt === null) continue;
      this.#held.delete(key);
      if (firstCallAt !== "nobody's") this.#note(each, firstCallAt);
    }
  }

  #note(held: Held, calledAt: number): void {
    const from = this.#uptime.firstFrom(held.freeAt) ?? held.freeAt;
    this.#waits.push({ held, from, calledAt });
  }

  #tell({ held, from, calledAt }: Wait): void {
    const what = held.leaseToken === null ? "waiting for a worker" : "in a lost worker's lease";
    const seconds = Math.round((calledAt - from) / 1_000);
    say(`  ${held.backupId}, ${what}: ${seconds} s from ${new Date(from).toISOString()}`);
  }
}

function msOf({ from, calledAt }: Wait): number {
  return Math.max(0, calledAt - from);
}

type Seen = {
  backup: typeof backups.$inferSelect;
  attempt: typeof attempts.$inferSelect | null;
};

/** Null: not yet. A lease that was given back in time belonged to a living worker. */
function findFirstCall(held: Held, { backup, attempt }: Seen): number | "nobody's" | null {
  if (held.leaseToken === null) {
    if (backup.status === "queued") return null;
    return attempt?.firstSentAt ?? "nobody's";
  }
  if (backup.leaseToken === held.leaseToken) return null;
  if (attempt?.errorCode !== "LeaseLost") return "nobody's";
  const lookedAt = attempt.lookedUpAt ?? null;
  return lookedAt !== null && lookedAt >= held.freeAt ? lookedAt : null;
}
