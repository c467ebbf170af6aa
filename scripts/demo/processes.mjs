import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { ROOT } from "../tools/child.mjs";
import { NODE_START } from "../tools/node-start.mjs";

/** Ends the child when we are gone, however we went: its standard input then closes. */
const FOLLOW_PARENT = new URL("./follow-parent.mjs", import.meta.url).href;
const STOP_MS_MAX = 15_000;
const TAIL_LINES = 25;

/** The processes of one demo: started by name, logged to files, stopped by pid, last first. */
export class Processes {
  /** @type {Array<{ name: string, child: import("node:child_process").ChildProcess, ended: Promise<number> }>} */
  #running = [];
  #stopping = false;

  /** @param {(text: string) => void} onUnexpectedEnd */
  constructor(onUnexpectedEnd) {
    this.onUnexpectedEnd = onUnexpectedEnd;
  }

  /**
   * @param {{
   *   name: string, script: string, folder: string, env: Record<string, string>,
   * }} options `folder` is where it runs and logs: not the repository, whose .env is not ours.
   * @returns {Started}
   */
  start({ name, script, folder, env }) {
    const log = createWriteStream(path.join(folder, "logs", `${name}.log`), {
      flags: "a",
      mode: 0o600,
    });
    // A process group of its own, so that Ctrl-C reaches only us and we stop them in order.
    const args = [...NODE_START.args, "--import", FOLLOW_PARENT, path.join(ROOT, script)];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...NODE_START.env, ...cleanEnvironment(), ...env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    const tail = keepTail(child);
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const ended = new Promise((resolve) => {
      child.once("error", () => resolve(127));
      child.once("close", (code, signal) => resolve(code ?? (signal ? 1 : 0)));
    });
    this.#running.push({ name, child, ended });
    return { name, ended, tail };
  }

  /** Says so when `started` ends before it was asked to. @param {Started} started */
  watch(started) {
    const tell = async () => {
      const code = await started.ended;
      if (this.#stopping) return;
      this.onUnexpectedEnd(`The ${started.name} ended by itself (${code}).\n${started.tail()}`);
    };
    void tell();
  }

  async stopAll() {
    this.#stopping = true;
    for (const { child, ended } of this.#running.toReversed()) {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
      await ended;
      clearTimeout(timer);
    }
    this.#running = [];
  }

  /** Last resort while our own process ends: no child outlives it. */
  killAll() {
    for (const { child } of this.#running) child.kill("SIGKILL");
  }
}

/** @typedef {{ name: string, ended: Promise<number>, tail: () => string }} Started */

/** The demo's own settings must not mix with those of a real installation in this shell. */
function cleanEnvironment() {
  const ours =
    /^(AMIVAULT_|AWS_|ADMIN_|DATABASE_|DEFAULT_|NEXTAUTH_|REDIS_URL|HOST$|PORT$|NODE_ENV$|LOG_LEVEL$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** @param {import("node:child_process").ChildProcess} child */
function keepTail(child) {
  /** @type {string[]} */
  let lines = [];
  const hear = (/** @type {Buffer} */ chunk) => {
    lines = [...lines, ...chunk.toString().split("\n").filter(Boolean)].slice(-TAIL_LINES);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return () => lines.join("\n");
}
