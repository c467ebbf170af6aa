import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#lib/db/client";
import { leases } from "#lib/db/schema/index";
import { install, type Installation, type RunningProgram } from "./testing/installed-processes";

let installation: Installation;
let running: RunningProgram[] = [];
beforeAll(async () => {
  installation = await install(["launcher", "worker"]);
}, 60_000);
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill("SIGKILL");
    await ended;
  }
  running = [];
  rmSync(path.join(installation.folder, "data"), { recursive: true, force: true });
});
afterAll(() => installation.close());

const SETTINGS = { AMIVAULT_MODE: "embedded", PORT: "0" };

function launch(env: Record<string, string> = SETTINGS): RunningProgram {
  const program = installation.run("launcher", env);
  running.push(program);
  return program;
}

async function launchReady(): Promise<RunningProgram> {
  const program = launch();
  await program.says("AMIVault is ready");
  return program;
}

async function readLeases(): Promise<string[]> {
  const db = await openDatabase({
    url: `file:${path.join(installation.folder, "data/amivault.db")}`,
  });
  const rows = await db.read.select({ name: leases.name }).from(leases);
  db.close();
  return rows.map(({ name }) => name);
}

test("embedded starts from nothing, shows the generated password once, and serves", async () => {
  const program = await launchReady();
  expect(program.output().match(/Password {2}\S{23}\n/g)).toHaveLength(1);
  const answer: unknown = await (await fetch(program.url())).json();
  // The launcher owns the signals, and web and jobs are one process.
  expect(answer).toEqual({ pid: program.child.pid, manual: "true" });
  program.child.kill("SIGTERM");
  expect(await program.ended).toBe(0);
  const again = await launchReady();
  expect(again.output()).not.toContain("Password");
});

test("SIGTERM lets a request finish, ends open streams, gives back the database, within ten seconds", async () => {
  const program = await launchReady();
  const slow = fetch(`${program.url()}/slow`);
  const [stream] = (await once(http.get(`${program.url()}/stream`), "response")) as [
    IncomingMessage,
  ];
  stream.on("error", () => undefined);
  await once(stream, "data");
  const beganAt = performance.now();
  program.child.kill("SIGTERM");
  expect(await (await slow).text()).toBe("slow");
  expect(await program.ended).toBe(0);
  expect(performance.now() - beganAt).toBeLessThan(10_000);
  // When the tick began and ended is told, and a sweep if there was time for one; what kept others
  // out is gone.
  const told = (await readLeases()).filter((name) => name !== "retention.swept");
  expect(told).toEqual(["tick", "tick-done"]);
});

test("TRACE, which Next answers with 500, is refused before Next is asked", async () => {
  const program = await launchReady();
  const request = http.request(`${program.url()}/api/health`, { method: "TRACE" }).end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  expect(response.statusCode).toBe(405);
  expect(response.headers).toMatchObject({
    allow: "GET, HEAD, POST, PUT, PATCH, DELETE",
    "content-type": "application/problem+json",
  });
  const body: unknown = JSON.parse(await text(response));
  expect(body).toMatchObject({ status: 405, code: "method_not_allowed" });
});

test("a second signal ends it at once", async () => {
  const program = await launchReady();
  const stream = http.get(`${program.url()}/stream`);
  stream.on("error", () => undefined);
  const [response] = (await once(stream, "response")) as [IncomingMessage];
  response.on("error", () => undefined);
  program.child.kill("SIGINT");
  await program.says('"msg":"stopping"');
  program.child.kill("SIGINT");
  // Drained, it would have ended with 0.
  expect(await program.ended).toBe(1);
});

test("a second embedded process, or a worker, is refused by name", async () => {
  const first = await launchReady();
  const second = launch();
  expect(await second.ended).toBe(1);
  expect(second.errors()).toMatch(new RegExp(`embedded on .*, process ${first.child.pid}\\.`));
  expect(second.errors()).toContain("Stop that process first");
  expect(second.errors()).not.toMatch(/^\s+at /m);
});

test.each([
  [{ ...SETTINGS, AMIVAULT_MODE: "" }, "AMIVAULT_MODE is not set."],
  [
    { ...SETTINGS, AMIVAULT_MODE: "worker", REDIS_URL: "redis://127.0.0.1:1" },
    "AMIVAULT_INSTALLATION_ID is not set.",
  ],
  [{ ...SETTINGS, AMIVAULT_ENCRYPTION_KEY: "k1:short" }, "AMIVAULT_ENCRYPTION_KEY must be"],
  [{ ...SETTINGS, ADMIN_PASSWORD: "password" }, "ADMIN_PASSWORD cannot be used"],
  [{ ...SETTINGS, DEFAULT_BACKUP_FREQUENCY: "60" }, "DEFAULT_BACKUP_FREQUENCY"],
  [{ ...SETTINGS, HOST: "203.0.113.1" }, "this machine has no such address"],
])("%j is refused in words, without a stack", async (env, words) => {
  const program = launch(env);
  expect(await program.ended).toBe(1);
  expect(program.errors()).toContain("AMIVault cannot start.");
  expect(program.errors()).toContain(words);
  expect(program.errors()).not.toMatch(/^\s+at /m);
});

test("a taken port is refused with the way out", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const program = launch({ ...SETTINGS, PORT: String(port) });
  expect(await program.ended).toBe(1);
  expect(program.errors()).toContain(`Cannot listen on 127.0.0.1:${port}: the port is taken.`);
  expect(program.errors()).toContain("HOST and PORT");
  other.close();
});

test("settings come from .env in the working folder, and the environment wins", async () => {
  const file = path.join(installation.folder, ".env");
  writeFileSync(file, "AMIVAULT_MODE=embedded\nADMIN_USERNAME=from-env-file\nPORT=1\n");
  const program = launch({ PORT: "0" });
  await program.says("AMIVault is ready");
  rmSync(file);
  expect(program.output()).toContain("from-env-file");
});

test("killed and started again at once, it takes its database back by itself", async () => {
  const first = await launchReady();
  first.child.kill("SIGKILL");
  await first.ended;
  const second = await launchReady();
  expect(second.output()).toContain("waiting for the database");
});

test("a start that failed leaves the database free for the corrected one", async () => {
  const failed = launch({ ...SETTINGS, HOST: "203.0.113.1" });
  expect(await failed.ended).toBe(1);
  expect(await readLeases()).not.toContain("process:embedded");
});
