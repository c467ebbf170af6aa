import { cpSync, mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";

const ROOT = path.resolve(import.meta.dirname, "../..");

const MIGRATIONS = "lib/db/migrations";

/** In place of Next's standalone server, which takes a build of half a minute to make. */
const WEB_STUB = `
const http = require("node:http");
const server = http.createServer((request, response) => {
  if (request.url === "/slow") return void setTimeout(() => response.end("slow"), 700);
  if (request.url === "/stream") return void response.write("open");
  response.end(JSON.stringify({ pid: process.pid, manual: process.env.NEXT_MANUAL_SIG_HANDLE }));
});
server.listen(Number(process.env.PORT), process.env.HOSTNAME);
`;

export type Program = "launcher" | "worker" | "migrate" | "import" | "keys" | "users" | "audit";

const ENTRIES: Record<Program, string> = {
  launcher: "worker/launcher.ts",
  worker: "worker/main.ts",
  migrate: "worker/migrate.ts",
  import: "worker/import.ts",
  keys: "worker/keys.ts",
  users: "worker/users.ts",
  audit: "worker/audit.ts",
};

export interface RunningProgram {
  child: ChildProcess;
  output(): string;
  errors(): string;
  /** Resolves when the output holds this text; rejects when the process ends first. */
  says(text: string): Promise<void>;
  ended: Promise<number | null>;
  /** The address it said it is ready at. */
  url(): string;
}

/** The bundled processes in a folder of their own, laid out as in production. */
export interface Installation {
  folder: string;
  /** Its own copy of the migrations. */
  migrations: string;
  run(program: Program, env: Record<string, string>, args?: readonly string[]): RunningProgram;
  /** Ends what still runs, and removes the folder. */
  close(): Promise<void>;
}

export async function install(programs: readonly Program[]): Promise<Installation> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-processes-"));
  for (const name of programs) {
    await build({
      absWorkingDir: ROOT,
      entryPoints: [ENTRIES[name]],
      outfile: path.join(folder, `dist/${name}.js`),
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      keepNames: true,
      logLevel: "warning",
    });
  }
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  mkdirSync(path.join(folder, "lib/db"), { recursive: true });
  cpSync(path.join(ROOT, "lib/db/migrations"), path.join(folder, MIGRATIONS), { recursive: true });
  symlinkSync(findModules(), path.join(folder, "node_modules"));
  const standalone = path.join(folder, ".next/standalone");
  mkdirSync(standalone, { recursive: true });
  writeFileSync(path.join(standalone, "package.json"), JSON.stringify({ type: "commonjs" }));
  writeFileSync(path.join(standalone, "server.js"), WEB_STUB);
  const running: RunningProgram[] = [];
  return {
    folder,
    migrations: path.join(folder, MIGRATIONS),
    run(program, env, args = []) {
      const script = path.join(folder, `dist/${program}.js`);
      const started = start([script, ...args], { cwd: folder, env });
      running.push(started);
      return started;
    },
    async close() {
      for (const { child, ended } of running) {
        child.kill("SIGKILL");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findModules(): string {
  const found = createRequire(import.meta.url).resolve("esbuild/package.json");
  return path.resolve(path.dirname(found), "..");
}

function start(
  command: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): RunningProgram {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, command, {
    cwd: options.cwd,
    env: { PATH, HOME, NODE_ENV: "production", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  const waiting = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    for (const look of waiting) look();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => resolve(code));
  });
  return {
    child,
    output: () => output,
    errors: () => errors,
    ended,
    url: () => /"url":"([^"]+)"/.exec(output)?.[1] ?? "",
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then((code) => {
          return reject(new Error(`It ended with ${code} first.\n${output}\n${errors}`));
        });
      }),
  };
}
