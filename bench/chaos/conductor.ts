import { setTimeout as pause } from "node:timers/promises";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { backupRunJob } from "#lib/backups/jobs";
import { queuePrefix } from "#lib/queue/bullmq-settings";
import { FAULT_POINTS, isInsideWrite, type FaultPoint } from "#lib/fault-points";
import { SAYS_HELD, type FaultPlan } from "#worker/process-tests/fault-plan";
import type { RunningProgram } from "#worker/process-tests/programs";
import type { Fleet } from "./fleet";
import type { RecoveryWatch } from "./recovery";
import type { Uptime } from "./uptime";
import type { ChaosWorld } from "./world";

export interface ConductorOptions {
  world: ChaosWorld;
  fleet: Fleet;
  uptime: Uptime;
  recovery: RecoveryWatch;
  random: () => number;
}

export interface Disturbances {
  kills: number;
  stops: number;
  redisFlushes: number;
  /** What waited in Redis when it was emptied. */
  lostJobs: number;
  databaseHolds: number;
}

const LOOK_EVERY_MS = 200;
const WORKERS = 2;
const KILLS = 22;
const STOPS = 11;
/** Of the stops: the process keeps the database's lock for as long. */
const STOPS_INSIDE_WRITES = 2;
const FLUSHES = 2;
/** By the product's clock, before and after many become due: longer than a tick. */
const HELD_BACK_MS = 4_000;
const DATABASE_HOLDS = 3;
/** By the product's clock; a lease is a minute. */
const STOPPED_MS = [70_000, 110_000] as const;
const DATABASE_HELD_MS = 4_000;
/** Of real time, after which a worker that did not come to its point is struck where it is. */
const LIFE_MS = [2_000, 6_000] as const;

/** Passed some times in every backup's life; of the others a worker may see few. */
const OFTEN: readonly FaultPoint[] = FAULT_POINTS.filter(
  (point) => !["in-next-attempt", "after-key-look", "after-take-over"].includes(point),
);

/** Two workers that are killed and stopped over and over, and a Redis that is emptied. */
export class Conductor {
  readonly done: Disturbances = {
    kills: 0,
    stops: 0,
    redisFlushes: 0,
    lostJobs: 0,
    databaseHolds: 0,
  };
  readonly #options: ConductorOptions;
  readonly #planned = { kills: 0, stops: 0, insideWrites: 0 };
  #ended = false;

  constructor(options: ConductorOptions) {
    this.#options = options;
  }

  get isDone(): boolean {
    const { kills, stops, redisFlushes } = this.done;
    return kills >= KILLS && stops >= STOPS && redisFlushes >= FLUSHES;
  }

  /** Until `end`: whatever fails here fails the bench. */
  async run(): Promise<void> {
    const workers = Array.from({ length: WORKERS }, () => this.#runWorker());
    await Promise.all([...workers, this.#emptyRedis(), this.#holdDatabase()]);
  }

  end(): void {
    this.#ended = true;
  }

  async #runWorker(): Promise<void> {
    const { world } = this.#options;
    while (!this.#ended) {
      const plan = this.#isOpen() ? this.#nextPlan() : null;
      const program = await world.processes.start("worker", plan ?? undefined);
      if (this.#ended) return;
      const goDown = this.#options.uptime.begin(world.now());
      await this.#live(program, plan, goDown);
    }
  }

  /** From its start to its death, which is a kill of ours. */
  async #live(
    program: RunningProgram,
    first: FaultPlan | null,
    goDown: (at: number) => void,
  ): Promise<void> {
    const { world, uptime, recovery } = this.#options;
    let down = goDown;
    for (let plan = first; !this.#ended; plan = null) {
      const next = plan ?? (this.#isOpen() ? this.#nextPlan() : null);
      if (next === null) {
        await Promise.race([program.ended, pause(LOOK_EVERY_MS)]);
        if (!this.#ended) requireAlive(program);
        continue;
      }
      await this.#untilStruck(program, next, { atPoint: plan !== null });
      if (this.#ended) return;
      down(world.now());
      await recovery.noteLoss();
      if (next.signal === "SIGKILL") {
        await program.ended;
        this.done.kills += 1;
        return;
      }
      await this.#standStill(program, plan);
      down = uptime.begin(world.now());
    }
  }

  #isOpen(): boolean {
    return this.#options.world.now() >= this.#options.fleet.firstDueAt;
  }

  /** At its point if it has one and comes there in time, else wherever it is. */
  async #untilStruck(
    program: RunningProgram,
    { signal }: FaultPlan,
    { atPoint }: { atPoint: boolean },
  ): Promise<void> {
    const lifeMs = between(LIFE_MS, this.#options.random());
    if (atPoint) {
      const held = program.says(SAYS_HELD).then(
        () => true,
        (error: unknown) => {
          // At its end the bench itself takes them all down.
          if (this.#ended) return true;
          throw error;
        },
      );
      const late = pause(lifeMs + LIFE_MS[1]).then(() => false);
      if (await Promise.race([held, late])) return;
    } else await pause(lifeMs);
    if (this.#ended) return;
    requireAlive(program);
    program.child.kill(signal);
  }

  async #standStill(program: RunningProgram, plan: FaultPlan | null): Promise<void> {
    const { world, uptime, random } = this.#options;
    const inside = plan !== null && isInsideWrite(plan.at) && program.output().includes(SAYS_HELD);
    const unblock = inside ? uptime.block(world.now()) : null;
    await pause(between(STOPPED_MS, random()) / world.speed);
    program.child.kill("SIGCONT");
    unblock?.(world.now());
    this.done.stops += 1;
  }

  #nextPlan(): FaultPlan | null {
    const { random } = this.#options;
    const [killsLeft, stopsLeft] = [KILLS - this.#planned.kills, STOPS - this.#planned.stops];
    if (killsLeft + stopsLeft <= 0) return null;
    const kill = random() * (killsLeft + stopsLeft) < killsLeft;
    const signal = kill ? "SIGKILL" : "SIGSTOP";
    this.#planned[kill ? "kills" : "stops"] += 1;
    const mayBlock = kill || this.#planned.insideWrites < STOPS_INSIDE_WRITES;
    const points = FAULT_POINTS.filter((point) => mayBlock || !isInsideWrite(point));
    const at = points[Math.floor(random() * points.length)] ?? "after-claim";
    if (!kill && isInsideWrite(at)) this.#planned.insideWrites += 1;
    const passes = OFTEN.includes(at) ? Math.floor(random() * 20) : Math.floor(random() * 2);
    return { signal, at, passes };
  }

  /** While the jobs of what has just become due wait in Redis, and nobody takes them. */
  async #emptyRedis(): Promise<void> {
    const { world, fleet } = this.#options;
    const waves = [...new Set(fleet.wanted.values())].toSorted((a, b) => a - b);
    const redis = new Redis(world.redis.url, { maxRetriesPerRequest: null });
    const prefix = queuePrefix(world.runtime.config.installationId);
    const queue = new Queue(backupRunJob.name, { connection: redis, prefix });
    for (let flush = 1; flush <= FLUSHES && !this.#ended; flush++) {
      const at = waves[Math.floor((waves.length * flush) / (FLUSHES + 1))] ?? 0;
      if (!(await this.#until(at - HELD_BACK_MS))) break;
      await queue.pause();
      while ((await this.#until(at + HELD_BACK_MS)) && (await queue.count()) === 0) await pause(20);
      this.done.lostJobs += await queue.count();
      // What paused the queue goes with it.
      await redis.flushall();
      this.done.redisFlushes += 1;
    }
    await queue.close();
    redis.disconnect();
  }

  /** Another process writes for seconds: this one. */
  async #holdDatabase(): Promise<void> {
    const { world, fleet } = this.#options;
    const span = fleet.lastDueAt - fleet.firstDueAt;
    for (let hold = 1; hold <= DATABASE_HOLDS; hold++) {
      const at = fleet.firstDueAt + (span * hold) / (DATABASE_HOLDS + 1) + 3_000;
      if (!(await this.#until(at))) return;
      await world.runtime.db
        .write(async () => pause(DATABASE_HELD_MS / world.speed))
        .then(() => (this.done.databaseHolds += 1))
        // Somebody who was stopped holds it.
        .catch(() => undefined);
    }
  }

  async #until(instant: number): Promise<boolean> {
    while (!this.#ended && this.#options.world.now() < instant) await pause(20);
    return !this.#ended;
  }
}

function between([min, max]: readonly [number, number], share: number): number {
  return min + (max - min) * share;
}

/** Nobody but the conductor ends a worker. */
function requireAlive({ child, errors, output }: RunningProgram): void {
  if (child.exitCode === null && child.signalCode === null) return;
  throw new Error(`A worker ended by itself.\n${output().slice(-4_000)}\n${errors()}`);
}
