import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const ROOT = path.resolve(import.meta.dirname, "..");
const START_MS_MAX = 60_000;
const STOP_MS_MAX = 15_000;

export interface Program {
  /** The line that said it was ready. */
  ready: Record<string, unknown>;
  stop: () => Promise<void>;
}

/** Starts a built program and waits for the line of its output that says it is ready. */
export async function startProgram(options: {
  script: string;
  args?: readonly string[];
  folder: string;
  env: Readonly<Record<string, string>>;
  isReady: (line: Record<string, unknown>) => boolean;
}): Promise<Program> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  const child = spawn(
    process.execPath,
    [path.join(ROOT, options.script), ...(options.args ?? [])],
    {
      cwd: options.folder,
      env: {
        NODE_ENV: "production",
        PATH,
        HOME,
        ...(TMPDIR === undefined ? {} : { TMPDIR }),
        ...options.env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const said: string[] = [];
  const ended = once(child, "exit");
  child.stderr.on("data", (data: Buffer) => said.push(data.toString("utf8")));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
    await ended;
    clearTimeout(timer);
  };
  const ready = new Promise<Record<string, unknown>>((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`${options.script} ${why}\n${said.slice(-40).join("\n")}`));
    const timer = setTimeout(() => fail("was not ready in time"), START_MS_MAX);
    child.once("exit", (code) => fail(`ended with ${code}`));
    createInterface(child.stdout).on("line", (text) => {
      said.push(text);
      const line = parseLine(text);
      if (line === null || !options.isReady(line)) return;
      clearTimeout(timer);
      resolve(line);
    });
  });
  try {
    return { ready: await ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function parseLine(text: string): Record<string, unknown> | null {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === "object" && line !== null ? { ...line } : null;
  } catch {
    return null;
  }
}
