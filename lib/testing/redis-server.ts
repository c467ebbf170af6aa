import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { Redis } from "ioredis";

/**
 * A real Redis for the suites whose names contain "Redis" or "BullMQ":
 * - with `redis-server` on the PATH each suite starts its own, empty, on a free port;
 * - else `REDIS_URL` names one made for tests: database n of it belongs to test process n and is
 *   emptied by the tests;
 * - else `hasRedis` is false, the suites are skipped, and scripts/test.mjs says so.
 */
export interface TestRedis {
  readonly url: string;
  /** Forgets everything, as an emptied Redis does. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

const binary = findBinary();
export const hasRedis = binary !== null || Boolean(process.env.REDIS_URL);

export async function startRedis(): Promise<TestRedis> {
  if (binary) return startServer(binary);
  const url = new URL(process.env.REDIS_URL ?? "");
  url.pathname = `/${process.env.VITEST_POOL_ID ?? "1"}`;
  const redis = { url: url.toString(), empty: () => flush(url.toString()), stop: async () => {} };
  await redis.empty();
  return redis;
}

async function startServer(command: string): Promise<TestRedis> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-redis-"));
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder];
  const child = spawn(command, [...settings, "--save", "", "--appendonly", "no"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const endWithUs = (): boolean => child.kill("SIGKILL");
  process.on("exit", endWithUs);
  await untilReady(child);
  const url = `redis://127.0.0.1:${port}`;
  return {
    url,
    empty: () => flush(url),
    async stop() {
      process.off("exit", endWithUs);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
      if (output.includes("Ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`redis-server ended at once:\n${output}`)));
  });
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  await redis.quit();
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

function findBinary(): string | null {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const candidate = path.join(folder, "redis-server");
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  return null;
}
