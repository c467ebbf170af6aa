import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { findRoot } from "./find-root";

const ROOT = findRoot(import.meta.dirname);
const HERE = path.join(ROOT, "worker/process-tests");

/** In place of Next's server, which takes a build to make. */
const WEB_STUB = `
require("node:http")
  .createServer((request, response) => response.end())
  .listen(Number(process.env.PORT), process.env.HOSTNAME);
`;

const ENTRIES = { worker: "worker-entry.ts", application: "application-entry.ts" } as const;
const PRELOADED = "fast-time.ts";

const SAYS_MS_MAX = 150_000;

export type Program = keyof typeof ENTRIES;

export interface RunningProgram {
  child: ChildProcess;
  output(): string;
  errors(): string;
  /** Resolves when the output holds this text, so many times; rejects if it never does. */
  says(text: string, times?: number): Promise<void>;
  ended: Promise<number | null>;
}

/** The processes under test, bundled into a folder laid out as in production. */
export interface Programs {
  start(program: Program, options: { env: Record<string, string>; args: string[] }): RunningProgram;
  remove(): void;
}

/** `plugins` may change the code on its way, as a bench does that plants a bug. */
export async function bundlePrograms(plugins: Plugin[] = []): Promise<Programs> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "amivault-programs-"));
  const { PRODUCT_BUNDLE } = await importScript("scripts/tools/product-bundle.mjs");
  await build({
    // As in production: half of a start is the loading of packages.
    ...PRODUCT_BUNDLE,
    absWorkingDir: HERE,
    entryPoints: [...Object.values(ENTRIES), PRELOADED],
    outdir: path.join(folder, "dist"),
    logLevel: "warning",
    plugins: [...plugins, ...(PRODUCT_BUNDLE.plugins ?? [])],
  });
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  mkdirSync(path.join(folder, "lib/db"), { recursive: true });
  symlinkSync(path.join(ROOT, "lib/db/migrations"), path.join(folder, "lib/db/migrations"));
  symlinkSync(findModules(), path.join(folder, "node_modules"));
  mkdirSync(path.join(folder, ".next/standalone"), { recursive: true });
  writeFileSync(path.join(folder, ".next/standalone/package.json"), '{"type":"commonjs"}');
  writeFileSync(path.join(folder, ".next/standalone/server.js"), WEB_STUB);
  const bundleOf = (entry: string): string =>
    path.join(folder, "dist", entry.replace(/\.ts$/, ".js"));
  return {
    start(program, { env, args }) {
      const command = ["--import", bundleOf(PRELOADED), bundleOf(ENTRIES[program]), ...args];
      return start(command, { env, cwd: folder });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function importScript(name: string): Promise<{ PRODUCT_BUNDLE: BuildOptions }> {
  return import(pathToFileURL(path.join(ROOT, name)).href);
}

function findModules(): string {
  const found = createRequire(import.meta.url).resolve("esbuild/package.json");
  return path.resolve(path.dirname(found), "..");
}

function start(
  command: string[],
  options: { cwd: string; env: Record<string, string> },
): RunningProgram {
  const child = spawn(process.execPath, command, {
    cwd: options.cwd,
    env: { NODE_ENV: "production", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said = { output: "", errors: "" };
  const waiting = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => {
    said.output += chunk.toString("utf8");
    for (const look of waiting) look();
  });
  child.stderr.on("data", (chunk: Buffer) => (said.errors += chunk.toString("utf8")));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    child,
    output: () => said.output,
    errors: () => said.errors,
    ended,
    says: (text, times = 1) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void): void => {
          waiting.delete(look);
          clearTimeout(late);
          settle();
        };
        const look = (): void => {
          if (said.output.split(text).length > times) end(resolve);
        };
        const fail = (why: string): void =>
          end(() => reject(new Error(`${text}: ${why}\n${said.output}\n${said.errors}`)));
        const late = setTimeout(() => fail("it never said so."), SAYS_MS_MAX);
        waiting.add(look);
        look();
        void ended.finally(() => fail("it ended first."));
      }),
  };
}
