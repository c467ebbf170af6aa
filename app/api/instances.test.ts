import { afterEach, beforeEach, expect, test } from "vitest";
import { createAccountWorld, keysOf, type AccountWorld } from "#lib/testing/account-world";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { callRoute, type TestRequest } from "#lib/testing/web-client";
import type { Route } from "#lib/web/declare-route";
import {
  deleteAwsCredential,
  getAwsCredential,
  updateAwsCredential,
} from "./aws-credentials/[id]/declaration";
import { validateAwsCredential } from "./aws-credentials/[id]/validate/declaration";
import { addAwsCredential, listAwsCredentials } from "./aws-credentials/declaration";
import {
  getProtectedInstance,
  removeProtectedInstance,
  updateProtectedInstance,
} from "./instances/[id]/declaration";
import { getOneInstanceHistory } from "./instances/[id]/history/declaration";
import { validateProtectedInstance } from "./instances/[id]/validate/declaration";
import { backUpManyInstances } from "./instances/bulk/backups/declaration";
import { pauseManyInstances } from "./instances/bulk/pause/declaration";
import { checkInstanceFirst } from "./instances/check/declaration";
import { exportProtectedInstances } from "./instances/export/declaration";
import { listProtectedInstances, protectInstance } from "./instances/declaration";

const REGION = "eu-west-1";

let world: AccountWorld;
let call: (route: Route, request?: TestRequest) => Promise<Response>;

beforeEach(async () => {
  world = await createAccountWorld();
  const user = await createTestUser(world.runtime, { role: "admin", username: "ada" });
  const as = await createTestSession(world.runtime, { user, kind: "api" });
  call = (route, request) => callRoute(world.runtime, route, { as, ...request });
});
afterEach(() => world.close());

const newCredential = () => ({ name: "Production", region: REGION, ...keysOf(world.key) });

async function addedCredential(): Promise<string> {
  return (await (await call(addAwsCredential, { body: newCredential() })).json()).id;
}

async function inEc2(): Promise<string> {
  const { accountId } = world.account;
  return (await world.sim.control.createInstance({ accountId, region: REGION })).instanceId;
}

test("a script adds a credential, protects an instance, changes both and removes them", async () => {
  const created = await call(addAwsCredential, { body: newCredential() });
  expect(created.status).toBe(201);
  const credential = await created.json();
  expect(created.headers.get("location")).toBe(`/api/aws-credentials/${credential.id}`);
  const target = { credentialId: credential.id, region: REGION, instanceId: await inEc2() };
  const check = await (await call(checkInstanceFirst, { body: target })).json();
  expect(check).toMatchObject({ ok: true });

  const added = await call(protectInstance, { body: { ...target, schedule: "hourly" } });
  expect(added.status).toBe(201);
  const { id } = await added.json();
  expect(added.headers.get("location")).toBe(`/api/instances/${id}`);
  const params = { id };
  const patched = await call(updateProtectedInstance, { params, body: { rebootOnBackup: true } });
  expect(await patched.json()).toMatchObject({ rebootOnBackup: true });
  const validated = await (await call(validateProtectedInstance, { params })).json();
  expect(validated).toMatchObject({ ok: true, instance: { id, state: "running" } });
  const list = await (await call(listProtectedInstances, { query: "?limit=1" })).json();
  expect(list).toMatchObject({ items: [{ id }], nextCursor: null, total: 1 });

  const used = await call(deleteAwsCredential, { params: { id: credential.id } });
  expect([used.status, (await used.json()).code]).toEqual([409, "conflict"]);
  expect((await call(removeProtectedInstance, { params })).status).toBe(204);
  expect(await (await call(getProtectedInstance, { params })).json()).toMatchObject({
    removedAt: expect.any(String),
  });
  const body = { name: "Renamed" };
  const renamed = await call(updateAwsCredential, { params: { id: credential.id }, body });
  expect(await renamed.json()).toMatchObject(body);
  const tried = await call(validateAwsCredential, { params: { id: credential.id } });
  expect(await tried.json()).toMatchObject({ ok: true });
  expect((await call(deleteAwsCredential, { params: { id: credential.id } })).status).toBe(204);
  expect(await (await call(listAwsCredentials)).json()).toMatchObject({ items: [], total: 0 });
});

test("no answer has a secret in it", async () => {
  const created = await call(addAwsCredential, { body: newCredential() });
  const text = await created.text();
  const { id } = JSON.parse(text);
  const others = await Promise.all(
    [call(getAwsCredential, { params: { id } }), call(listAwsCredentials)].map(async (answer) =>
      (await answer).text(),
    ),
  );
  for (const answer of [text, ...others]) {
    expect(answer).toContain(id);
    expect(answer).not.toContain(world.key.secretAccessKey);
    expect(answer).not.toContain(world.key.accessKeyId);
  }
});

test("the same Idempotency-Key adds a credential once", async () => {
  const request = { body: newCredential(), headers: { "idempotency-key": "key-1" } };
  const first = await (await call(addAwsCredential, request)).json();
  const again = await call(addAwsCredential, request);
  expect([again.status, (await again.json()).id]).toEqual([201, first.id]);
});

test("AWS's no is 422 with the field and what to do", async () => {
  const body = { ...newCredential(), secretAccessKey: "wrong" };
  const answer = await call(addAwsCredential, { body });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    code: "validation",
    errors: { secretAccessKey: [expect.stringMatching(/./)] },
    suggestion: expect.stringMatching(/./),
  });
});

test("an endpoint that answers HTML is 502 with what to check, and stores nothing", async () => {
  await world.sim.control.addFault({ effect: { kind: "html", httpStatus: 200 } });
  const answer = await call(addAwsCredential, { body: newCredential() });
  expect(answer.status).toBe(502);
  expect(await answer.json()).toMatchObject({
    code: "upstream",
    suggestion: expect.stringContaining("AWS_ENDPOINT_URL"),
  });
  expect(await (await call(listAwsCredentials)).json()).toMatchObject({ total: 0 });
});

test.each([
  ["an unknown instance", { instanceId: "i-0123456789abcdef0" }, 422],
  ["an id that is none", { instanceId: "web" }, 422],
  ["a region that is none", { region: "xx-north-1" }, 422],
  ["an unknown credential", { credentialId: "crd_none" }, 404],
  ["a schedule that is none", { schedule: "60" }, 422],
  ["an unknown field", { reboot: true }, 422],
])("%s is answered with a problem", async (_, change, status) => {
  const target = {
    credentialId: await addedCredential(),
    region: REGION,
    instanceId: await inEc2(),
    ...change,
  };
  const answer = await call(protectInstance, { body: target });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
});

test("one that is protected already is 409 with the way to it", async () => {
  const body = { credentialId: await addedCredential(), region: REGION, instanceId: await inEc2() };
  const { id } = await (await call(protectInstance, { body })).json();
  const again = await call(protectInstance, { body });
  expect([again.status, (await again.json()).link]).toEqual([409, `/instances/${id}`]);
});

test.each(["?limit=0", "?sort=secret", "?health=fine", "?cursor=%FF"])(
  "the query %s is refused",
  async (query) => {
    expect((await call(listProtectedInstances, { query })).status).toBe(422);
  },
);

test("a script acts on many, hears what became of each, and takes the list as CSV", async () => {
  const credentialId = await addedCredential();
  const ids: string[] = [];
  for (let number = 0; number < 2; number += 1) {
    const body = { credentialId, region: REGION, instanceId: await inEc2() };
    ids.push((await (await call(protectInstance, { body })).json()).id);
  }
  world.runtime.clock.advance(1);
  const body = { ids: [...ids, "ins_nowhere"] };
  const paused = await call(pauseManyInstances, { body });
  expect(paused.status).toBe(200);
  expect(await paused.json()).toMatchObject({
    done: 2,
    refused: 1,
    items: [{ ok: true }, { ok: true }, { ok: false, error: { code: "not_found" } }],
  });
  const headers = { "idempotency-key": "tonight" };
  const asked = async () => (await call(backUpManyInstances, { body: { ids }, headers })).json();
  expect(await asked()).toEqual(await asked());

  const csv = await call(exportProtectedInstances, { query: "?health=paused&bom=true" });
  expect(csv.headers.get("content-type")).toContain("text/csv");
  expect(csv.headers.get("content-disposition")).toContain("instances.csv");
  expect((await csv.text()).trimEnd().split("\r\n")).toHaveLength(3);

  const [id = ""] = ids;
  const history = await call(getOneInstanceHistory, { params: { id } });
  const { items } = await history.json();
  expect(items.map(({ action }: { action: string }) => action)).toEqual([
    "instance.pause",
    "instance.add",
  ]);
  const kept = await call(removeProtectedInstance, {
    params: { id },
    query: "?backups=retention",
  });
  expect(kept.status).toBe(204);
});
