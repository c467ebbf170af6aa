import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { createPlace } from "#lib/testing/eventbridge-place";
import { createFleet } from "#lib/testing/fleet";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { callRoute, type TestRequest } from "#lib/testing/web-client";
import type { Route } from "#lib/web/declare-route";
import { listPlacesOfEventbridge } from "./eventbridge/declaration";
import { getPlaceOfEventbridge } from "./eventbridge/[id]/declaration";
import { forgetPlaceOfEventbridge } from "./eventbridge/[id]/forget/declaration";
import { leaveObjectOfEventbridge } from "./eventbridge/[id]/leave/declaration";
import { refreshPlaceOfEventbridge } from "./eventbridge/[id]/refresh/declaration";
import { repairPlaceOfEventbridge } from "./eventbridge/[id]/repair/declaration";
import { getFiringOfInstance } from "./instances/[id]/firing/declaration";
import { chooseSchedulerOfManyInstances } from "./instances/bulk/scheduler/declaration";
import { checkAllSchedules, refreshAllSchedules } from "./schedules/refresh/declaration";

let runtime: TestRuntime;
let ids: string[];
let call: (route: Route, request?: TestRequest) => Promise<Response>;

beforeEach(async () => {
  runtime = await createTestRuntime();
  ids = await createFleet(runtime, { instances: 2, schedules: ["0 2 * * *"] });
  const user = await createTestUser(runtime, { role: "admin", username: "ada" });
  const as = await createTestSession(runtime, { user, kind: "api" });
  call = (route, request) => callRoute(runtime, route, { as, ...request });
});
afterEach(() => runtime.close());

test("a script lets AWS start the backups of many, and each says how far that is", async () => {
  const body = { ids: [...ids, "ins_unknown"], scheduler: "eventbridge" };
  const report = await (await call(chooseSchedulerOfManyInstances, { body })).json();
  expect(report).toMatchObject({ done: 2, refused: 1 });
  const params = { id: ids[0] ?? "" };
  const firing = await (await call(getFiringOfInstance, { params })).json();
  expect(firing).toMatchObject({
    scheduler: "eventbridge",
    links: [{ firedBy: "local", expressions: ["cron(0 2 * * ? *)"], refusal: null }],
  });
  const { items } = await (await call(listPlacesOfEventbridge)).json();
  expect(items).toMatchObject([{ id: firing.place.id, instanceCount: 2 }]);
});

test("a place tells what somebody changed; it is compared, repaired, or left to them", async () => {
  const objects = [
    { id: "evo_rule", kind: "rule", state: "changed", instanceRef: ids[0] ?? null },
    { id: "evo_old", kind: "alarm", state: "changed", wanted: false },
    { id: "evo_role", kind: "function_role", state: "ready" },
  ] as const;
  const params = { id: await createPlace(runtime, { instanceRefs: ids, objects }) };
  const seen = await (await call(getPlaceOfEventbridge, { params })).json();
  expect(seen).toMatchObject({ status: "attention", changedCount: 2, readyCount: 1 });
  expect(seen.objects.at(-1)).toMatchObject({ id: "evo_role" });
  expect(seen.instances).toMatchObject([{ id: ids[0], name: "server 0" }]);

  const compared = await call(refreshPlaceOfEventbridge, { params });
  expect([compared.status, await compared.json()]).toMatchObject([202, { comparing: true }]);
  const repaired = await call(repairPlaceOfEventbridge, {
    params,
    body: { objectId: "evo_rule" },
  });
  expect(repaired.status).toBe(202);
  const left = await call(leaveObjectOfEventbridge, { params, body: { objectId: "evo_old" } });
  expect(left.status).toBe(204);
  const wanted = await call(leaveObjectOfEventbridge, { params, body: { objectId: "evo_rule" } });
  expect(wanted.status).toBe(404);
});

test("refreshing the schedules names places that differ, and asks AWS anew", async () => {
  const objects = [{ id: "evo_rule", kind: "rule", state: "missing" }] as const;
  const placeId = await createPlace(runtime, { instanceRefs: ids, objects });
  const aws = {
    placeCount: 1,
    differing: [{ placeId, region: "eu-central-1", changed: 1, failed: 0 }],
  };
  expect(await (await call(checkAllSchedules)).json()).toMatchObject({
    aws: { ...aws, comparing: false },
  });
  const params = { id: placeId };
  expect(await (await call(getPlaceOfEventbridge, { params })).json()).toMatchObject({
    comparing: false,
  });
  expect(await (await call(refreshAllSchedules)).json()).toMatchObject({
    aws: { ...aws, comparing: true },
  });
  expect(await (await call(getPlaceOfEventbridge, { params })).json()).toMatchObject({
    comparing: true,
  });
});

test("what AWS still has is given up only where no instance needs anything", async () => {
  const objects = [{ id: "evo_rule", kind: "rule", state: "failed", wanted: false }] as const;
  const params = { id: await createPlace(runtime, { instanceRefs: ids, objects }) };
  expect((await call(forgetPlaceOfEventbridge, { params })).status).toBe(204);
  const { items } = await (await call(listPlacesOfEventbridge)).json();
  expect(items).toMatchObject([{ leavingCount: 0 }]);

  const used = [{ id: "evo_role", kind: "function_role", state: "ready" }] as const;
  await createPlace(runtime, { instanceRefs: ids, objects: used });
  expect((await call(forgetPlaceOfEventbridge, { params })).status).toBe(409);
});
