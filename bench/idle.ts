import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import nodeStart from "../worker/node-start.json" with { type: "json" };
import { round, say, type Figures } from "./report";
import { cpuSeconds, residentMiB } from "./world/measure";

const READY_MS_MAX = 60_000;
const SETTLE_MS = 30_000;
const SAMPLES = 10;

/**
 * The embedded product on an empty database, left alone for half a minute.
 * Keys: `secondsToReady`, `rssMiB` (highest of ten samples, the whole process), `cpuPercent` (of
 * one core, while idle).
 */
export async function benchIdle(): Promise<Figures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-bench-"));
  const port = await freePort();
  const from = performance.now();
  const child = start(folder, port);
  try {
    await untilReady(child, `http://127.0.0.1:${port}/api/ready`);
    const secondsToReady = round((performance.now() - from) / 1_000);
    say(`ready after ${secondsToReady} s; letting it settle …`);
    await sleep(SETTLE_MS);
    const pid = child.pid ?? 0;
    const cpuFrom = cpuSeconds(pid);
    const samples: number[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      samples.push(residentMiB(pid));
      await sleep(1_000);
    }
    const cpuPercent = round(((cpuSeconds(pid) - cpuFrom) / SAMPLES) * 100);
    return { secondsToReady, rssMiB: round(Math.max(...samples)), cpuPercent };
  } finally {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

function start(folder: string, port: number): ChildProcess {
  return spawn(process.execPath, [...nodeStart.args, path.resolve("dist/launcher.js")], {
    cwd: folder,
    env: {
      ...nodeStart.env,
      PATH: process.env.PATH,
      NODE_ENV: "production",
      AMIVAULT_MODE: "embedded",
      AMIVAULT_DATA_DIR: folder,
      PORT: String(port),
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + READY_MS_MAX;
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("The application did not become ready.");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
