import { spawn, type ChildProcess } from "node:child_process";
import { say } from "../report";

export interface BenchProcess {
  readonly name: string;
  readonly pid: number;
  readonly child: ChildProcess;
  isRunning(): boolean;
  /** SIGKILL, SIGSTOP and the like; nothing for a process that has ended. */
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, and waits for its end. */
  stop(): Promise<void>;
  /** Its last words, for an error. */
  lastWords(): string;
  ended: Promise<void>;
}

export interface ProcessStart {
  name: string;
  /** node's arguments: flags, the script, the script's own. */
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** What it says when it is up; without it nobody waits. */
  ready?: string | RegExp;
}

const READY_MS_MAX = 60_000;
const WORDS_KEPT = 8_000;
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A node process that ends with this one. */
export async function startProcess(start: ProcessStart): Promise<BenchProcess> {
  const child = spawn(process.execPath, [...start.args], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...start.env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(start.cwd === undefined ? {} : { cwd: start.cwd }),
  });
  running.add(child);
  let words = "";
  const hear = (chunk: Buffer): void => {
    words = (words + chunk.toString("utf8")).slice(-WORDS_KEPT);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      running.delete(child);
      resolve();
    });
  });
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const started: BenchProcess = {
    name: start.name,
    pid: child.pid ?? 0,
    child,
    isRunning,
    signal(signal) {
      if (isRunning()) child.kill(signal);
    },
    async stop() {
      if (isRunning()) child.kill("SIGTERM");
      await ended;
    },
    lastWords: () => words,
    ended,
  };
  if (start.ready !== undefined) await untilSaid(started, start.ready);
  return started;
}

async function untilSaid(started: BenchProcess, ready: string | RegExp): Promise<void> {
  const { child, name, lastWords } = started;
  const isSaid = (): boolean =>
    typeof ready === "string" ? lastWords().includes(ready) : ready.test(lastWords());
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      reject(new Error(`${name} ${why}.\n${lastWords()}`));
    };
    const timer = setTimeout(() => fail("did not become ready"), READY_MS_MAX);
    const look = (): void => {
      if (!isSaid()) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("close", () => {
      clearTimeout(timer);
      fail("ended at once");
    });
    look();
  });
  say(`  ${name} is up (${started.pid})`);
}
