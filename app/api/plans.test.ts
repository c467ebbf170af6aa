import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { createRemovalWorld, type RemovalWorld } from "#lib/testing/removal-world";
import { callRoute, type TestRequest } from "#lib/testing/web-client";
import type { Route } from "#lib/web/declare-route";
import { deleteOneBackupByOldPath } from "./backup/[id]/declaration";
import { deleteOneBackup, getOneBackup } from "./backups/[id]/declaration";
import { previewOneRemoval } from "./backups/[id]/removal-preview/declaration";
import { applyOnePlan } from "./plans/[id]/apply/declaration";
import { cancelOnePlan } from "./plans/[id]/cancel/declaration";
import { getOnePlan } from "./plans/[id]/declaration";
import { listAllPlans, requestOnePlan } from "./plans/declaration";

let world: RemovalWorld;
let call: (route: Route, request?: TestRequest) => Promise<Response>;

beforeEach(async () => {
  world = await createRemovalWorld();
  const user = await createTestUser(world.runtime, { role: "admin", username: "ada" });
  const as = await createTestSession(world.runtime, { user, kind: "api" });
  call = (route, request) => callRoute(world.runtime, route, { as, ...request });
});

afterEach(async () => {
  await world.close();
});

test("a script looks first, deletes one backup, and sees where it went", async () => {
  const params = { id: world.at(0).id };
  const preview = await (await call(previewOneRemoval, { params })).json();
  expect(preview).toMatchObject({ references: [], staying: 3, floor: 2, needsCredential: false });
  expect(preview.snapshotIds).toEqual(world.at(0).snapshotIds);
  const vague = await call(deleteOneBackup, { params });
  expect(vague.status).toBe(422);
  const answer = await call(deleteOneBackup, { params, query: "?mode=image_and_snapshots" });
  expect(answer.status).toBe(202);
  expect(answer.headers.get("location")).toBe(`/api/backups/${params.id}`);
  await world.remove();
  const after = await (await call(getOneBackup, { params })).json();
  expect(after.status).toBe("deleted");
  const again = await call(deleteOneBackupByOldPath, { params, query: "?mode=image" });
  expect(again.status).toBe(409);
});

test("a script plans a deletion, reviews it page by page, and applies it", async () => {
  const backupIds = [world.at(0).id, world.at(1).id];
  const body = { backupIds, mode: "image_and_snapshots" };
  const asked = await call(requestOnePlan, { body });
  expect(asked.status).toBe(202);
  const { planId: id } = await asked.json();
  expect(asked.headers.get("location")).toBe(`/api/plans/${id}`);
  await world.remove();
  const first = await (await call(getOnePlan, { params: { id }, query: "?limit=1" })).json();
  expect(first).toMatchObject({ status: "waiting", counts: { ready: { count: 2 } } });
  const query = `?limit=1&cursor=${first.nextCursor}`;
  const second = await (await call(getOnePlan, { params: { id }, query })).json();
  const shown = [...first.items, ...second.items].map((item) => item.backupId);
  expect(shown.toSorted()).toEqual(backupIds.toSorted());
  expect(second.nextCursor).toBeNull();
  expect((await call(applyOnePlan, { params: { id }, body: {} })).status).toBe(202);
  await world.remove();
  const list = await (await call(listAllPlans, { query: "?status=applied" })).json();
  expect(list.items).toMatchObject([{ id, status: "applied", appliedBy: "ada" }]);
  expect((await call(cancelOnePlan, { params: { id } })).status).toBe(409);
});
