import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createControlClient } from "./control/client";
import { readOptions } from "./options";

const folder = mkdtempSync(join(tmpdir(), "simulator-"));
const bundle = join(folder, "simulator.mjs");
const stateFile = join(folder, "world.json");

beforeAll(async () => {
  await build({
    entryPoints: ["simulator/main.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: bundle,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function start(...args: string[]): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(process.execPath, [bundle, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data: Buffer) => resolve(data.toString()));
    child.once("exit", (code) => reject(new Error(`exited with ${code}`)));
  });
  return { url: (JSON.parse(line) as { listening: string }).listening, process: child };
}

const stop = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.kill("SIGTERM");
  });

describe("the process", () => {
  it("says where it listens and keeps its world across a restart", async () => {
    const first = await start("--state-file", stateFile);
    const control = createControlClient(first.url);
    const { keys } = await control.createAccount({ name: "kept" });
    const before = await control.summary();
    expect(before).toMatchObject({ accounts: 4, instances: 60 });
    expect((await control.settings()).limits.tokenBuckets).toBe(true);
    expect(await stop(first.process)).toBe(0);
    const second = await start("--state-file", stateFile, "--world", "empty", "--buckets", "off");
    const restarted = createControlClient(second.url);
    expect(await restarted.summary()).toMatchObject({
      accounts: 4,
      instances: 60,
      images: before.images,
    });
    expect((await restarted.listAccounts()).find((a) => a.name === "kept")?.keys).toEqual(keys);
    expect((await restarted.settings()).limits.tokenBuckets).toBe(false);
    await stop(second.process);
    expect(readdirSync(folder).filter((name) => name.includes("next"))).toEqual([]);
    expect(readFileSync(stateFile, "utf8")).toContain('"version":1');
  }, 30_000);

  it.each([
    ["--port", "no"],
    ["--world", "flat"],
    ["--nonsense", "1"],
  ])("refuses %s %s", async (flag, value) => {
    await expect(start(flag, value)).rejects.toThrow("exited with 2");
  });
});

describe("options", () => {
  it("prefer flags to the environment, and that to the defaults", () => {
    const env = { SIMULATOR_PORT: "4000", SIMULATOR_SEED: "from env" };
    expect(readOptions({ args: ["--port", "5000"], env })).toMatchObject({
      port: 5000,
      seed: "from env",
      world: "sample",
      buckets: true,
    });
  });
});
