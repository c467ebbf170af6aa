import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeCursor } from "#lib/paging";
import { createBackupWorld, type BackupWorld } from "#lib/testing/backup-world";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { callRoute, type TestRequest } from "#lib/testing/web-client";
import type { Route } from "#lib/web/declare-route";
import { listAllAmis } from "./amis/declaration";
import { getOneBackupByOldPath } from "./backup/[id]/declaration";
import { getOneBackup, updateOneBackup } from "./backups/[id]/declaration";
import { listAllBackups } from "./backups/declaration";
import { startInstanceBackup } from "./instances/[id]/backups/declaration";

let world: BackupWorld;
let call: (route: Route, request?: TestRequest) => Promise<Response>;
let instanceId: string;

beforeEach(async () => {
  world = await createBackupWorld();
  instanceId = world.fleet[0]?.id ?? "";
  const user = await createTestUser(world.runtime, { role: "operator", username: "ola" });
  const as = await createTestSession(world.runtime, { user, kind: "api" });
  call = (route, request) => callRoute(world.runtime, route, { as, ...request });
});

afterEach(async () => {
  await world.close();
});

const start = (request: TestRequest = {}) =>
  call(startInstanceBackup, { params: { id: instanceId }, body: {}, ...request });

test("a script starts a backup, watches it become available and finds its image", async () => {
  const answer = await start({ body: { description: "by a script" } });
  expect(answer.status).toBe(202);
  const { id, status } = await answer.json();
  expect(status).toBe("queued");
  expect(answer.headers.get("location")).toBe(`/api/backups/${id}`);
  await world.live(60_000);
  const detail = await (await call(getOneBackup, { params: { id } })).json();
  expect(detail).toMatchObject({
    status: "available",
    requestedBy: "ola",
    attempts: [{ number: 1 }],
  });
  const old = await (await call(getOneBackupByOldPath, { params: { id } })).json();
  expect(old).toEqual(detail);
  const amis = await (await call(listAllAmis)).json();
  expect(amis).toMatchObject({ items: [{ backupId: id, imageId: detail.imageId }], total: null });
  const list = await (await call(listAllBackups, { query: "?status=available&limit=1" })).json();
  expect(list).toMatchObject({ items: [{ id }], nextCursor: null });
});

test("two clicks at once: one 202, and a 409 that links to the backup that runs", async () => {
  const answers = await Promise.all([start(), start()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
  const accepted = answers.find(({ status }) => status === 202);
  const refused = answers.find(({ status }) => status === 409);
  const { id } = (await accepted?.json()) ?? {};
  expect(refused?.headers.get("content-type")).toContain("application/problem+json");
  expect(await refused?.json()).toMatchObject({ code: "conflict", link: `/backups/${id}` });
});

test("the same Idempotency-Key gives the same answer, and makes one image", async () => {
  const headers = { "idempotency-key": "nightly-2026-02-01" };
  const first = await (await start({ headers })).json();
  const again = await start({ headers });
  expect(again.status).toBe(202);
  expect((await again.json()).id).toBe(first.id);
  await world.live(60_000);
  expect(await world.liveImages()).toHaveLength(1);
});

test.each<[string, TestRequest, number, string]>([
  [
    "a description that is too long",
    { body: { description: "x".repeat(256) } },
    422,
    "description",
  ],
  ["a control character", { body: { description: "a\u0007b" } }, 422, "description"],
  ["a word for a switch", { body: { reboot: "yes" } }, 422, "reboot"],
  ["a field nobody knows", { body: { imageName: "mine" } }, 422, ""],
  ["JSON that is none", { body: "{" }, 400, ""],
])("%s is refused beside its field", async (_name, request, status, field) => {
  const answer = await start(request);
  expect(answer.status).toBe(status);
  const problem = await answer.json();
  expect(problem.requestId).toBeTruthy();
  expect(Object.keys(problem.errors ?? { "": [] })).toContain(field);
});

test.each([
  ["an unknown status", "?status=lost"],
  ["a page without bounds", "?limit=100000"],
  ["a foreign cursor", "?cursor=abc"],
  ["another list's cursor", `?cursor=${encodeCursor({ list: "amis" }, [1, "bak_1"])}`],
  ["half a date", "?from=yesterday"],
  ["an account with letters", "?account=12345678901x"],
])("GET /api/backups refuses %s", async (_name, query) => {
  expect((await call(listAllBackups, { query })).status).toBe(422);
});

test("what does not exist is 404, for reading, holding and starting", async () => {
  const params = { id: "bak_none" };
  expect((await call(getOneBackup, { params })).status).toBe(404);
  expect((await call(updateOneBackup, { params, body: { held: true } })).status).toBe(404);
  expect((await start({ params: { id: "ins_none" } })).status).toBe(404);
});

test("a hold is set with its reason and released", async () => {
  const { id } = await (await start()).json();
  const params = { id };
  const body = { held: true, holdReason: "audit" };
  expect(await (await call(updateOneBackup, { params, body })).json()).toMatchObject({
    held: true,
  });
  const released = await call(updateOneBackup, { params, body: { held: false } });
  expect(await released.json()).toMatchObject({ held: false });
  const stray = await call(updateOneBackup, { params, body: { holdReason: "why" } });
  expect(stray.status).toBe(422);
});
