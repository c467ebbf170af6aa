import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { startRedis } from "#lib/testing/redis-server";
import { ensureFirstAdministrator } from "#lib/users/ensure-first-administrator";
import { createInstallation, type Installation } from "../../world/installation";
import type { BenchProcess } from "../../world/process";
import { startBenchSimulator, type BenchSimulator } from "../../world/simulator";
import { newCanary } from "./canary";
import type { Search } from "./search";

export interface CanaryWorld {
  installation: Installation;
  simulator: BenchSimulator;
  url: string;
  /** Answers 500 with all that it was sent. */
  echoUrl: string;
  adminPassword: string;
  /** Everything the processes and Redis wrote or were told, by place; ends the processes. */
  stopAndRead(): Promise<Map<string, Buffer>>;
  remove(): Promise<void>;
}

type Kind = "embedded" | "distributed";

/** The built product as it is run, with canaries for every secret of its settings. */
export async function startCanaryWorld(kind: Kind, search: Search): Promise<CanaryWorld> {
  const plant = (what: string, length?: number): string => {
    const canary = newCanary(what, length);
    search.plant(canary);
    return canary.value;
  };
  const logs = mkdtempSync(path.join(os.tmpdir(), "amivault-canaries-"));
  const simulator = await startBenchSimulator({
    buckets: false,
    args: ["--pace-base-ms", "300", "--pace-per-gib-ms", "1"],
  });
  const redis = kind === "distributed" ? await startGuardedRedis(plant("Redis password")) : null;
  const key = Buffer.from(plant("encryption key", 32), "latin1").toString("base64");
  search.plant({ what: "encryption key", value: key });
  const adminPassword = plant("administrator's first password", 32);
  const installation = await createInstallation({
    endpointUrl: simulator.url,
    ...(redis ? { redisUrl: redis.url } : {}),
    env: {
      LOG_LEVEL: "trace",
      LOG_DIR: logs,
      AMIVAULT_ENCRYPTION_KEY: `c1:${key}`,
      NEXTAUTH_SECRET: plant("session secret", 48),
      DATABASE_AUTH_TOKEN: plant("database token"),
      ADMIN_PASSWORD: adminPassword,
      AMIVAULT_ALLOWED_PRIVATE_TARGETS: "127.0.0.1",
    },
  });
  await ensureFirstAdministrator(installation.runtime);
  const heard = new Map<string, Uint8Array[]>();
  const started: BenchProcess[] = [];
  for (const mode of kind === "embedded" ? (["embedded"] as const) : (["worker", "web"] as const)) {
    const one = await installation.start(mode);
    started.push(one);
    hear(one, heard);
  }
  const url = /"url":"(http:[^"]+)"/.exec(started.at(-1)?.lastWords() ?? "")?.[1];
  if (url === undefined) throw new Error("The product did not say where it listens.");
  const echo = await startEcho();
  return {
    installation,
    simulator,
    url,
    echoUrl: echo.url,
    adminPassword,
    async stopAndRead() {
      const found = new Map<string, Buffer>();
      if (redis) found.set("what Redis was told and holds", await redis.read());
      await installation.stopAll();
      for (const [name, chunks] of heard) found.set(`output of ${name}`, Buffer.concat(chunks));
      for (const folder of [logs, installation.folder]) {
        for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile()) continue;
          found.set(entry.name, readFileSync(path.join(entry.parentPath, entry.name)));
        }
      }
      return found;
    },
    async remove() {
      await installation.remove();
      await simulator.process.stop();
      await redis?.stop();
      echo.close();
      rmSync(logs, { recursive: true, force: true });
    },
  };
}

function hear({ name, child, lastWords }: BenchProcess, heard: Map<string, Uint8Array[]>): void {
  const chunks: Uint8Array[] = [Buffer.from(lastWords())];
  heard.set(name, chunks);
  child.stdout?.on("data", (chunk: Buffer) => void chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => void chunks.push(chunk));
}

/** A Redis that asks for a password, and everything it is told. */
async function startGuardedRedis(password: string) {
  const redis = await startRedis();
  const told: string[] = [];
  const own = new Redis(redis.url);
  // Compressed values could not be searched.
  await own.config("SET", "rdbcompression", "no");
  await own.config("SET", "requirepass", password);
  const url = new URL(redis.url);
  url.password = password;
  const listener = new Redis(url.href);
  const monitor = await listener.monitor();
  monitor.on("monitor", (_at: string, args: string[]) => void told.push(args.join(" ")));
  return {
    url: url.href,
    async read(): Promise<Buffer> {
      const parts: Uint8Array[] = [Buffer.from(told.join("\n"))];
      for (const name of await own.keys("*")) {
        parts.push(Buffer.from(name), (await own.dumpBuffer(name)) ?? Buffer.alloc(0));
      }
      return Buffer.concat(parts);
    },
    async stop() {
      monitor.disconnect();
      listener.disconnect();
      own.disconnect();
      await redis.stop();
    },
  };
}

async function startEcho(): Promise<{ url: string; close(): void }> {
  const server = http.createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      response.statusCode = 500;
      const body = Buffer.concat(chunks).toString("utf8");
      response.end(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
