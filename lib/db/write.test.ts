import { readdirSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { deferred } from "../testing/deferred";
import { measureTurns } from "../testing/measure-turns";
import { settings } from "./schema";
import { onCommit, type Tx } from "./tx";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const put = (tx: Tx, key: string, value: unknown) =>
  tx
    .insert(settings)
    .values({ key, value, updatedAt: 0 })
    .onConflictDoUpdate({ target: settings.key, set: { value } });

/** What a verb does: read, decide, write twice. */
async function countUp(tx: Tx, name: string): Promise<void> {
  const [row] = await tx.select().from(settings).where(eq(settings.key, "count"));
  await put(tx, "count", Number(row?.value ?? 0) + 1);
  await put(tx, name, true);
}

test("fifty verbs at once all succeed, none is lost, and the event loop is never blocked for long", async () => {
  const verb = (index: number) => runtime.db.write((tx) => countUp(tx, `verb-${index}`));
  let results: Array<PromiseSettledResult<void>> = [];
  const turns = await measureTurns(async () => {
    results = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => verb(index)));
  });
  expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
  const [row] = await runtime.db.read.select().from(settings).where(eq(settings.key, "count"));
  expect(row?.value).toBe(50);
  expect(turns.maxMs).toBeLessThan(100);
});

test("a write that fails leaves nothing, and the next one is not in its way", async () => {
  const failing = runtime.db.write(async (tx) => {
    await put(tx, "half", true);
    throw new Error("changed my mind");
  });
  const next = runtime.db.write((tx) => countUp(tx, "next"));
  await expect(failing).rejects.toThrow("changed my mind");
  await next;
  const keys = await runtime.db.read.select({ key: settings.key }).from(settings);
  expect(keys.map(({ key }) => key).toSorted()).toEqual(["count", "next"]);
});

test("hooks run after the commit, and never for a write that was rolled back", async () => {
  const seen: unknown[] = [];
  const look = async (): Promise<void> => {
    seen.push(await runtime.db.read.$count(settings));
  };
  const hooked = deferred();
  await runtime.db.write(async (tx) => {
    onCommit(tx, () => void look().then(hooked.resolve));
    await put(tx, "a", 1);
    expect(seen).toEqual([]);
  });
  await hooked.promise;
  const failing = runtime.db.write(async (tx) => {
    onCommit(tx, () => seen.push("never"));
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(seen).toEqual([1]);
});

/** Another process that holds the write lock until its standard input closes. */
const HOLDER = `
  import { createClient } from "@libsql/client";
  const client = createClient({ url: process.argv[1] });
  const tx = await client.transaction("write");
  await tx.execute("insert into settings (key, value, updated_at) values ('holder', '1', 0)");
  console.log("holding");
  process.stdin.resume().on("end", async () => { await tx.commit(); process.exit(0); });
`;

/** Every try that found the lock taken is followed by a pause. */
async function untilTried(times: number): Promise<void> {
  const pauses = vi.spyOn(globalThis, "setTimeout");
  while (pauses.mock.calls.length < times) await turnOfTheLoop();
  pauses.mockRestore();
}

test("a write waits for another process's lock without blocking the event loop", async () => {
  const url = `file:${path.join(runtime.folder, "amivault.db")}`;
  const args = ["--input-type=module", "-e", HOLDER, url];
  const holder = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  const state = { written: false };
  const write = async (): Promise<void> => {
    await runtime.db.write((tx) => countUp(tx, "waiter"));
    state.written = true;
  };
  const turns = await measureTurns(async () => {
    const writing = write();
    await untilTried(5);
    expect(state.written).toBe(false);
    const ended = once(holder, "exit");
    holder.stdin.end();
    await ended;
    await writing;
  });
  expect(turns.maxMs).toBeLessThan(100);
  const keys = await runtime.db.read.select({ key: settings.key }).from(settings);
  expect(keys.map(({ key }) => key).toSorted()).toEqual(["count", "holder", "waiter"]);
});

test("a connection that met the lock again and again opens no files and goes on", async () => {
  const other = await createTestRuntime({ folder: runtime.folder, seed: "other" });
  const before = readdirSync("/proc/self/fd").length;
  const rivals = [runtime, other].flatMap(({ db }) =>
    Array.from({ length: 100 }, () =>
      db.write(async (tx) => {
        await countUp(tx, "rival");
        // The other writer finds the lock taken.
        await new Promise((resolve) => setImmediate(resolve));
      }),
    ),
  );
  await Promise.all(rivals);
  expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before + 2);
  await other.close();
});
