import { Firing } from "./automation/firing";
import { endInvocation, type Job, type JobResult } from "./automation/invocations";
import type { Simulator } from "./core/simulator";
import { FunctionHost } from "./function-host/host";

/** Real time between two looks at a clock that runs. */
const LOOK_MS = 100;

export interface DriverOptions {
  simulator: Simulator;
  /** Where functions find AWS. */
  url: () => string;
  /** Told after each invocation. */
  onChange: () => void;
}

/** Lets happen what happens by itself: by a timer where the clock runs, by steps where it stands. */
export class Driver {
  readonly #simulator: Simulator;
  readonly #onChange: () => void;
  readonly #firing: Firing;
  readonly #host: FunctionHost;
  readonly #running = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #lastTravel: Promise<void> = Promise.resolve();

  constructor({ simulator, url, onChange }: DriverOptions) {
    this.#simulator = simulator;
    this.#onChange = onChange;
    this.#firing = new Firing(simulator);
    this.#host = new FunctionHost({ url, world: () => simulator.world });
    simulator.runNow = (job) => this.#run(job);
    this.#timer = setInterval(() => {
      if (simulator.world.clock.speed > 0) this.poke();
    }, LOOK_MS).unref();
  }

  /** Starts what is due by now; it ends by itself. */
  poke(): void {
    for (const job of this.#firing.take(this.#simulator.world.now())) this.#start(job);
  }

  /**
   * Goes to a moment through everything due before it, in order. `wait`: only on when what it started
   * has ended, whatever that starts in turn.
   */
  travel(of: { to: (now: number) => number; wait: boolean }): Promise<void> {
    this.#lastTravel = this.#lastTravel.then(() => this.#travel(of));
    return this.#lastTravel;
  }

  /** Resolves when nothing runs. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#host.close();
    await this.settle();
  }

  async #travel(of: { to: (now: number) => number; wait: boolean }): Promise<void> {
    const { wait } = of;
    const to = of.to(this.#simulator.world.now());
    for (;;) {
      const at = this.#firing.nextDueAt();
      if (at === undefined || at > to) break;
      const { clock } = this.#simulator.world;
      if (at > clock.now()) clock.set(at);
      this.poke();
      if (wait) await this.settle();
    }
    this.#simulator.world.clock.set(to);
    this.poke();
    if (wait) await this.settle();
  }

  #start(job: Job): void {
    const running: Promise<unknown> = this.#run(job).finally(() => this.#running.delete(done));
    const done = running.then(
      () => undefined,
      (error: unknown) => console.error("simulator:", error),
    );
    this.#running.add(done);
  }

  async #run(job: Job): Promise<JobResult> {
    const result = await this.#host.run(job);
    endInvocation({ job, result });
    this.#onChange();
    return result;
  }
}
