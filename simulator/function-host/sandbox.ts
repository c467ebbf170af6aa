import { fork, type ChildProcess } from "node:child_process";
import type { LambdaFunction } from "../automation/model";
import type { JobResult } from "../automation/invocations";

/** What the child is told of one invocation. */
export interface InvokeMessage {
  payload: string;
  clock: { virtual: number; speed: number };
  timeoutMs: number;
  context: Record<string, string>;
}

type ChildMessage =
  | { type: "log"; text: string }
  | { type: "done"; result: string }
  | { type: "failed" | "crashed"; errorType: string; errorMessage: string; trace: string[] };

const LOG_CHARS_MAX = 256 * 1024;

/** One process of one function: it runs one invocation at a time. */
export class Sandbox {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #isOver = false;
  #listener: ((message: ChildMessage) => void) | undefined;

  constructor(of: {
    bootstrap: string;
    cwd: string;
    env: Record<string, string>;
    fn: LambdaFunction;
  }) {
    this.#child = fork(of.bootstrap, [], {
      cwd: of.cwd,
      env: toProcessEnv(of.env),
      execArgv: [`--max-old-space-size=${of.fn.memoryMiB}`],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.#child.on("message", (message) => this.#listener?.(message as ChildMessage));
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        this.#isOver = true;
        resolve();
      };
      this.#child.once("exit", end).on("error", end);
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves whatever happens to the process; real milliseconds for the time-out. */
  async invoke(message: InvokeMessage): Promise<JobResult> {
    const startedAt = performance.now();
    const logs: string[] = [];
    const result = await this.#run({ message, logs });
    const durationMs = performance.now() - startedAt;
    return { ...result, logs, durationMs };
  }

  async kill(): Promise<void> {
    if (!this.#isOver) this.#child.kill("SIGKILL");
    await this.#ended;
  }

  async #run(of: {
    message: InvokeMessage;
    logs: string[];
  }): Promise<Omit<JobResult, "logs" | "durationMs">> {
    const { message, logs } = of;
    let chars = 0;
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<Omit<JobResult, "logs" | "durationMs">>((resolve) => {
      this.#listener = (said) => {
        if (said.type === "log") {
          chars += said.text.length;
          if (chars <= LOG_CHARS_MAX) logs.push(said.text.replace(/\n$/, ""));
          return;
        }
        if (said.type === "done") resolve({ outcome: "ok", result: said.result });
        else {
          const { errorType, errorMessage, trace } = said;
          logs.push(
            `ERROR\tInvoke Error\t${JSON.stringify({ errorType, errorMessage, stack: trace })}`,
          );
          const outcome = said.type === "crashed" ? "crash" : "error";
          resolve({
            outcome,
            errorType,
            errorMessage,
            result: JSON.stringify({ errorType, errorMessage, trace }),
          });
        }
      };
      timer = setTimeout(() => {
        const seconds = (message.timeoutMs / 1000).toFixed(2);
        resolve(
          failed({
            outcome: "timeout",
            type: "Sandbox.Timedout",
            why: `Task timed out after ${seconds} seconds`,
          }),
        );
      }, message.timeoutMs);
      void this.#ended.then(() =>
        resolve(
          failed({
            outcome: "crash",
            type: "Runtime.ExitError",
            why: "Runtime exited without providing a reason",
          }),
        ),
      );
      if (!this.#isOver) this.#child.send(message);
    });
    const result = await answered;
    clearTimeout(timer);
    this.#listener = undefined;
    if (result.outcome === "timeout" || result.outcome === "crash") await this.kill();
    return result;
  }
}

function failed(of: {
  outcome: "timeout" | "crash";
  type: string;
  why: string;
}): Omit<JobResult, "logs" | "durationMs"> {
  return {
    outcome: of.outcome,
    errorType: of.type,
    errorMessage: of.why,
    result: JSON.stringify({ errorType: of.type, errorMessage: of.why }),
  };
}

/** Next's types want NODE_ENV in every environment; a function has it only if it asks for it. */
const toProcessEnv = (env: Record<string, string>): NodeJS.ProcessEnv => env as NodeJS.ProcessEnv;
