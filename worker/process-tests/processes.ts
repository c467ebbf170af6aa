import { setTimeout as pause } from "node:timers/promises";
import type { Mode } from "#lib/config";
import type { TestRuntime } from "#lib/testing/create-test-runtime";
import { toClockFlag, type FastClock } from "./fast-clock";
import { SAYS_HELD, STOP_AT_REST, saysHeld, toFaultFlag, type FaultPlan } from "./fault-plan";
import type { Programs, RunningProgram } from "./programs";

export interface ProcessesOptions {
  programs: Programs;
  clock: FastClock;
  endpointUrl: string;
  redisUrl?: string;
  /** Whose database and secrets they share. */
  runtime: TestRuntime;
  /** Further arguments of each. */
  args?: readonly string[];
}

const RESTART_MS = 1_000;
const TRIES_MAX = 20;

/** Real processes of one installation. */
export function createProcesses(options: ProcessesOptions) {
  const started: RunningProgram[] = [];
  const ending = new AbortController();
  const run = (mode: Mode, plan?: FaultPlan): RunningProgram => {
    // What they share is being removed: nothing starts any more, and nothing outlives the test.
    if (ending.signal.aborted) throw new Error("All processes of this installation were ended.");
    const program = options.programs.start(mode === "worker" ? "worker" : "application", {
      env: environmentOf(options, mode),
      args: [
        toClockFlag(options.clock),
        ...(options.args ?? []),
        ...(plan ? [toFaultFlag(plan)] : []),
      ],
    });
    started.push(program);
    return program;
  };
  return {
    run,
    /** Until it is up, or held by its plan; started again if refused, as a supervisor does. */
    async start(mode: Mode, plan?: FaultPlan): Promise<RunningProgram> {
      for (let tries = 1; ; tries++) {
        const program = run(mode, plan);
        if ((await isUp(program)) || (await isOver(ending.signal))) return program;
        if (tries === TRIES_MAX) throw new Error(`It does not start.\n${program.errors()}`);
      }
    },
    /** While it waits, whatever for: outside of every write. */
    async stop(program: RunningProgram): Promise<void> {
      program.child.kill(STOP_AT_REST);
      await program.says(saysHeld("rest"));
    },
    /** The last words of those that still run. */
    tell: (): string =>
      started
        .filter(({ child }) => child.exitCode === null && child.signalCode === null)
        .map(({ child, output, errors }) => `${child.pid}: ${lastWords(output() + errors())}`)
        .join("\n"),
    async endAll(): Promise<void> {
      ending.abort();
      for (const { child } of started) child.kill("SIGKILL");
      await Promise.all(started.map(({ ended }) => ended));
    },
  };
}

function environmentOf(options: ProcessesOptions, mode: Mode): Record<string, string> {
  const { config, folder } = options.runtime;
  return {
    AMIVAULT_MODE: mode,
    AMIVAULT_DATA_DIR: folder,
    AMIVAULT_INSTALLATION_ID: config.installationId,
    AMIVAULT_ENCRYPTION_KEY: config.encryptionKey,
    AMIVAULT_API_SHARE_PERCENT: "100",
    AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1",
    NEXTAUTH_SECRET: config.sessionSecret,
    AWS_ENDPOINT_URL: options.endpointUrl,
    PORT: "0",
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
  };
}

/** Without the fault points, which it comes to all the time. */
function lastWords(said: string): string {
  return said.replace(/\n\[reached .*\]\n/g, "").slice(-8_000);
}

/** After the pause before the next try. */
function isOver(signal: AbortSignal): Promise<boolean> {
  return pause(RESTART_MS, false, { signal }).catch(() => true);
}

async function isUp(program: RunningProgram): Promise<boolean> {
  const signs = [" is ready", SAYS_HELD].map((sign) => program.says(sign));
  return Promise.any(signs).then(
    () => true,
    () => false,
  );
}
