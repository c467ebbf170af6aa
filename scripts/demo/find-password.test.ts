import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

// Plain JavaScript, because it has to run before anything is installed.
const { createApi } = await import(new URL("./api.mjs", import.meta.url).href);
const { findPassword } = await import(new URL("./find-password.mjs", import.meta.url).href);

let folder: string;
let answer: { status: number; body: object };
let asked: string[];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(request.url === "/api/login" ? answer.status : 200);
  response.end(JSON.stringify(answer.body));
});

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "demo-password-"));
  writeFileSync(path.join(folder, "demo-password"), "generated\n");
  asked = [];
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

function find() {
  const { port } = server.address() as AddressInfo;
  const api = createApi(`http://127.0.0.1:${port}`);
  const who = { username: "admin", file: path.join(folder, "demo-password") };
  return findPassword({ api, who, keepSession: false });
}

const isMarked = () => existsSync(path.join(folder, "demo-password-changed"));

test("the password that still signs in is told, and its session ends", async () => {
  answer = { status: 200, body: { token: "t" } };
  expect(await find()).toBe("generated");
  expect(asked).toEqual(["POST /api/login", "DELETE /api/me/session"]);
});

test("one that asks for a code besides is still the right one", async () => {
  answer = { status: 401, body: { code: "second_factor_required" } };
  expect(await find()).toBe("generated");
  expect(isMarked()).toBe(false);
});

test("one that is refused is not told, nor tried again", async () => {
  answer = { status: 401, body: { code: "unauthorized" } };
  expect(await find()).toBeNull();
  expect(isMarked()).toBe(true);
  asked = [];
  expect(await find()).toBeNull();
  expect(asked).toEqual([]);
});
