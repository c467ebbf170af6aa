import type { Job, JobResult } from "../automation/invocations";
import { closeSession, openSession } from "../automation/sessions";
import type { AccessKey } from "../core/identity";
import type { World } from "../core/world";
import { toEnvironment } from "./environment";
import { Sandbox } from "./sandbox";
import { CodeFolder } from "./unpack";

const SANDBOXES_MAX = 9;
const SANDBOXES_PER_FUNCTION_MAX = 3;

interface Warm {
  /** Where its keys are good. */
  world: World;
  sandbox: Sandbox;
  /** Function, code and configuration it was made for. */
  version: string;
  functionArn: string;
  key: AccessKey;
  /** Virtual time from which it takes no more, because its session ends. */
  goodUntil: number;
  logStream: string;
  isBusy: boolean;
  usedAt: number;
}

/** Runs functions in processes of their own: a few for each, a bounded number in all. */
export class FunctionHost {
  readonly #code = new CodeFolder();
  readonly #warm: Warm[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #url: () => string;
  readonly #world: () => World;
  #isClosed = false;

  constructor(of: { url: () => string; world: () => World }) {
    this.#url = of.url;
    this.#world = of.world;
  }

  async run(job: Job): Promise<JobResult> {
    const world = this.#world();
    let warm: Warm;
    try {
      warm = await this.#take(job);
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : String(error);
      return {
        outcome: "error",
        errorType: "Runtime.Unpack",
        errorMessage,
        result: JSON.stringify({ errorType: "Runtime.Unpack", errorMessage }),
        logs: [],
        durationMs: 0,
      };
    }
    const { fn, queued } = job;
    const { speed } = world.clock;
    const result = await warm.sandbox.invoke({
      payload: queued.payload,
      clock: { virtual: Math.max(world.now(), job.invocation.at), speed },
      timeoutMs: fn.timeoutSeconds * 1000,
      context: {
        functionName: fn.name,
        functionVersion: "$LATEST",
        invokedFunctionArn: fn.arn,
        memoryLimitInMB: String(fn.memoryMiB),
        awsRequestId: queued.requestId,
        logGroupName: `/aws/lambda/${fn.name}`,
        logStreamName: warm.logStream,
      },
    });
    this.#giveBack(warm);
    return { ...result, logStream: warm.logStream };
  }

  /** Ends every process and takes the unpacked code away. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#warm.map((one) => one.sandbox.kill()));
    for (const go of this.#waiting.splice(0)) go();
    this.#code.remove();
  }

  async #take(job: Job): Promise<Warm> {
    const { fn } = job;
    const version = `${fn.arn} ${fn.codeSha256} ${fn.revisionId}`;
    for (;;) {
      if (this.#isClosed) throw new Error("the simulator is closing");
      this.#retire({ functionArn: fn.arn, version });
      const idle = this.#warm.find((one) => one.version === version && !one.isBusy);
      const found = idle ?? (this.#hasRoom(fn.arn) ? this.#start({ job, version }) : undefined);
      if (found !== undefined) {
        found.isBusy = true;
        return found;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #start({ job, version }: { job: Job; version: string }): Warm {
    const { fn, queued } = job;
    const world = this.#world();
    const cwd = this.#code.unpack(fn);
    const { key, goodUntil } = openSession({ world, fn });
    const day = new Date(world.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const logStream = `${day}/[$LATEST]${world.streams.requests.hex(32)}`;
    const env = toEnvironment({
      fn,
      key,
      region: queued.region,
      taskRoot: cwd,
      url: this.#url(),
      logStream,
    });
    const sandbox = new Sandbox({ bootstrap: this.#code.bootstrap(), cwd, env, fn });
    const started: Warm = {
      world,
      sandbox,
      version,
      functionArn: fn.arn,
      key,
      goodUntil,
      logStream,
      isBusy: true,
      usedAt: 0,
    };
    this.#warm.push(started);
    return started;
  }

  #giveBack(warm: Warm): void {
    warm.isBusy = false;
    warm.usedAt = performance.now();
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Processes that ended, whose session does, or that another version took the place of. */
  #retire(of: { functionArn: string; version: string }): void {
    const world = this.#world();
    const now = world.now();
    const over = this.#warm.filter((one) => {
      const isOld = one.functionArn === of.functionArn && one.version !== of.version;
      const isStale = isOld || one.world !== world || now >= one.goodUntil;
      return !one.isBusy && (one.sandbox.isOver || isStale);
    });
    for (const one of over) this.#end(one);
  }

  #hasRoom(functionArn: string): boolean {
    const own = this.#warm.filter((one) => one.functionArn === functionArn);
    if (own.length >= SANDBOXES_PER_FUNCTION_MAX) return false;
    if (this.#warm.length < SANDBOXES_MAX) return true;
    const [coldest] = this.#warm
      .filter((one) => !one.isBusy)
      .toSorted((a, b) => a.usedAt - b.usedAt);
    if (coldest === undefined) return false;
    this.#end(coldest);
    return true;
  }

  #end(one: Warm): void {
    this.#warm.splice(this.#warm.indexOf(one), 1);
    closeSession(one);
    void one.sandbox.kill();
  }
}
