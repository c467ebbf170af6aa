import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { loadFunctionPackage } from "#lib/eventbridge/function-package";
import { HOUR, MINUTE } from "#lib/clock";
import { deployFunction } from "#lib/testing/deployed-function";
import { createFunctionWorld, type FunctionWorld } from "#lib/testing/function-world";
import { WORLD_REGION } from "#lib/testing/aws-world";
import type { Firing } from "./contract/firing";
import { CALLBACK_HEADERS, verifySignature } from "./contract/signature";

let world: FunctionWorld;
let instanceId: string;

beforeAll(async () => {
  world = await createFunctionWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  instanceId = await world.addInstance();
  world.answer(204);
});
afterEach(() => world.sim.control.clearFaults({}));

const firing = (more: Partial<Firing> = {}) => world.firing(instanceId, more);
const wanted = () => world.wanted(instanceId);
const images = () => world.images(instanceId);
const reports = () => world.reports();
const types = () => world.types();

test("makes the image that the application would make, and signs what it reports", async () => {
  const { ended, logs } = await world.deployed.invoke(firing());
  const [image, ...others] = await images();
  expect(others).toEqual([]);
  const request = wanted();
  expect(image).toMatchObject({
    name: request.name,
    description: request.description,
    noReboot: true,
    tags: Object.fromEntries(request.tags.map(({ key, value }) => [key, value])),
  });
  const { items } = await world.sim.control.snapshots({});
  const [snapshot] = items.filter(({ snapshotId }) => image?.snapshotIds.includes(snapshotId));
  expect(snapshot?.tags).toEqual(image?.tags);
  expect(ended).toEqual([{ ok: true, value: { result: "succeeded", imageId: image?.imageId } }]);
  expect(types().toSorted()).toEqual(["started", "succeeded"]);
  expect(reports().find(({ type }) => type === "succeeded")).toMatchObject({
    accountId: world.aws.account.accountId,
    region: WORLD_REGION,
    functionVersion: "0123456789ab",
    instanceId,
    dueAt: new Date(world.dueAt).toISOString(),
    imageName: request.name,
    imageId: image?.imageId,
  });
  for (const { headers, body, path } of world.receiver.received) {
    const header = (name: string) => String(headers[name]);
    expect(path).toBe("/api/backup-callback");
    expect(header(CALLBACK_HEADERS.key)).toBe("ebp_1");
    expect(header(CALLBACK_HEADERS.nonce)).toMatch(/^[0-9a-f]{32}$/);
    const signed = {
      timestamp: header(CALLBACK_HEADERS.timestamp),
      nonce: header(CALLBACK_HEADERS.nonce),
      signature: header(CALLBACK_HEADERS.signature),
      body,
    };
    expect(verifySignature(world.callbackKey, signed)).toBe(true);
  }
  const said = JSON.stringify(logs);
  expect(said).toContain(request.name);
  for (const secret of [world.environment.AMIVAULT_CALLBACK_KEY, world.aws.key.secretAccessKey]) {
    expect(said).not.toContain(secret);
  }
});

test("ten at once make one image, and one that comes again makes none", async () => {
  const many = Array.from({ length: 10 }, () => firing());
  const { ended } = await world.deployed.invoke(...many);
  const [image, ...others] = await images();
  expect(others).toEqual([]);
  const succeeded = { ok: true, value: { result: "succeeded", imageId: image?.imageId } };
  expect(ended).toEqual(many.map(() => succeeded));
  world.receiver.received.length = 0;
  expect((await world.deployed.invoke(many[0])).ended).toEqual([succeeded]);
  expect(await images()).toHaveLength(1);
  expect(types()).toEqual(["succeeded"]);
});

test("an image that failed ends the work as well", async () => {
  const once = firing();
  await world.deployed.invoke(once);
  const [image] = await images();
  await world.sim.control.failImage({ imageId: image?.imageId ?? "" });
  const { ended } = await world.deployed.invoke(once);
  expect(ended).toMatchObject([{ ok: true, value: { imageId: image?.imageId } }]);
  expect(await images()).toHaveLength(1);
});

test("after the start window, before the moment and in an exclusion window nothing is made", async () => {
  const at = (ms: number) => new Date(world.dueAt + ms).toISOString();
  const { ended } = await world.deployed.invoke(
    firing({ scheduledTime: at(-2 * HOUR), startWindowMs: HOUR }),
    firing({ scheduledTime: at(HOUR) }),
    firing({
      exclusions: [
        {
          name: "Closing",
          cron: null,
          zone: "UTC",
          startsAt: world.dueAt - HOUR,
          durationMs: 3 * HOUR,
        },
      ],
    }),
  );
  expect(ended).toEqual(ended.map(() => ({ ok: true, value: { result: "refused" } })));
  expect(await images()).toEqual([]);
  expect(
    reports()
      .map(({ type, code }) => [type, code])
      .toSorted(),
  ).toEqual([
    ["refused", "Excluded"],
    ["refused", "TooEarly"],
    ["refused", "TooLate"],
  ]);
});

test("nothing is made once an exclusion window has begun, wherever the moment lies", async () => {
  const { ended } = await world.deployed.invoke(
    firing({
      scheduledTime: new Date(world.dueAt - 10 * MINUTE).toISOString(),
      exclusions: [
        {
          name: "Closing",
          cron: null,
          zone: "UTC",
          startsAt: world.dueAt - 5 * MINUTE,
          durationMs: MINUTE,
        },
      ],
    }),
  );
  expect(ended).toEqual([{ ok: true, value: { result: "refused" } }]);
  expect(await images()).toEqual([]);
  const [report] = reports();
  expect(report).toMatchObject({ type: "refused", code: "Excluded" });
  expect(report?.message).toContain("Closing had begun 1");
});

test("a lost answer of CreateImage still ends in one image", async () => {
  const { accountId } = world.aws.account;
  const scope = { accountId, action: "CreateImage" };
  await world.sim.control.addFault({ scope, effect: { kind: "loseReply" }, times: 1 });
  const { ended } = await world.deployed.invoke(firing());
  const [image, ...others] = await images();
  expect(others).toEqual([]);
  expect(ended).toMatchObject([{ ok: true, value: { imageId: image?.imageId } }]);
});

test("a reboot is asked for once, whether its answer is lost or never comes", async () => {
  const { accountId } = world.aws.account;
  const scope = { accountId, action: "CreateImage", match: { InstanceId: instanceId } };
  const once = firing({ reboot: true });
  await world.sim.control.addFault({ scope, effect: { kind: "loseReply" }, times: 1 });
  const { ended } = await world.deployed.invoke(once);
  expect(ended).toMatchObject([{ ok: true, value: { result: "succeeded" } }]);
  expect(await images()).toMatchObject([{ noReboot: false }]);
  const calls = await world.sim.control.calls({ action: "CreateImage" });
  const sent = calls.items.filter((call) => JSON.stringify(call).includes(instanceId));
  expect(sent).toHaveLength(1);
});

test("a reboot of which nothing is seen is left to the application, and not tried again", async () => {
  const { accountId } = world.aws.account;
  const scope = { accountId, action: "CreateImage", match: { InstanceId: instanceId } };
  await world.sim.control.addFault({ scope, effect: { kind: "reset", phase: "before" }, times: 1 });
  const { ended } = await world.deployed.invoke(firing({ reboot: true }));
  expect(ended).toEqual([{ ok: true, value: { result: "unconfirmed" } }]);
  expect(await images()).toEqual([]);
  expect(reports().find(({ type }) => type === "failed")?.code).toBe("Unconfirmed");
});

test("a refusal is reported with AWS's code, says what to do, and ends as an error", async () => {
  const { accountId } = world.aws.account;
  const { id } = await world.sim.control.deny({ accountId, action: "ec2:CreateImage" });
  const { ended } = await world.deployed.invoke(firing());
  await world.sim.control.allow({ id });
  expect(ended).toMatchObject([{ ok: false, error: { name: "BackupFailed" } }]);
  const failed = reports().find(({ type }) => type === "failed");
  expect(failed?.code).toBe("UnauthorizedOperation");
  expect(failed?.message).toContain("amivault:protect");
  expect(await images()).toEqual([]);
});

test("a foreign image with the name fails the backup, and stays as it is", async () => {
  const { given, aws, account } = world.aws;
  const { accountId } = account;
  const ec2 = await aws.ec2With(given, { region: WORLD_REGION, accountId });
  await ec2.createImage(
    {
      instanceId,
      name: wanted().name,
      description: "",
      noReboot: true,
      tags: { "amivault:owner": "somebody-else" },
    },
    { tokenTaken: false },
  );
  const { ended } = await world.deployed.invoke(firing());
  expect(ended).toMatchObject([{ ok: false, error: { name: "BackupFailed" } }]);
  expect(await images()).toMatchObject([{ tags: { "amivault:owner": "somebody-else" } }]);
  expect(reports().find(({ type }) => type === "failed")?.code).toBe("InvalidAMIName.Duplicate");
});

test("a callback that is down, or refuses, fails no backup; only the first is tried again", async () => {
  world.answer(503);
  expect((await world.deployed.invoke(firing())).ended).toMatchObject([{ ok: true }]);
  expect(types().filter((type) => type === "succeeded")).toHaveLength(3);
  const nonces = world.receiver.received.map(({ headers }) => headers[CALLBACK_HEADERS.nonce]);
  expect(new Set(nonces).size).toBe(nonces.length);
  world.answer(401);
  expect((await world.deployed.invoke(firing())).ended).toMatchObject([{ ok: true }]);
  expect(types()).toEqual(["succeeded"]);
  expect(await images()).toHaveLength(1);
});

test("a report that is to come later is sent again, after as long as it is told", async () => {
  for (const [status, headers] of [
    [429, { "retry-after": "2" }],
    [408, {}],
  ] as const) {
    world.answer(status, headers);
    const started = performance.now();
    expect((await world.deployed.invoke(firing())).ended).toMatchObject([{ ok: true }]);
    expect(types().filter((type) => type === "succeeded")).toHaveLength(3);
    expect(performance.now() - started).toBeGreaterThan(4_000);
  }
});

test("what AWS tells of an image is passed on; what is not for it is an error that says why", async () => {
  const change = {
    source: "aws.ec2",
    "detail-type": "EC2 AMI State Change",
    account: world.aws.account.accountId,
    region: WORLD_REGION,
    detail: { ImageId: "ami-0123456789abcdef0", State: "available" },
  };
  const { ended } = await world.deployed.invoke(
    change,
    { ...change, account: "999999999999" },
    { ...firing(), startWindowMs: "4h" },
    { hello: "there" },
  );
  expect(ended[0]).toEqual({ ok: true, value: { result: "told" } });
  expect(reports()).toMatchObject([{ type: "image_state", imageId: "ami-0123456789abcdef0" }]);
  const messages = ended.slice(1).map((one) => (one.ok ? "" : one.error.message));
  expect(messages[0]).toContain("999999999999");
  expect(messages[1]).toContain("startWindowMs");
  expect(messages[2]).toContain("no firing of AMIVault");
});

test("a variable that is missing or wrong is named as the function is loaded", async () => {
  const { zip } = await loadFunctionPackage();
  for (const [name, text] of [
    ["AMIVAULT_INSTALLATION_ID", ""],
    ["AMIVAULT_ACCOUNT_ID", "12"],
    ["AMIVAULT_CALLBACK_KEY", "c2hvcnQ="],
    ["AMIVAULT_CALLBACK_URL", "nowhere"],
    ["AMIVAULT_PLACE_ID", ""],
  ] as const) {
    const broken = deployFunction(zip, { ...world.environment, [name]: text });
    expect(await broken.fail()).toContain(name);
    broken.remove();
  }
});

test("without an address nobody is told, and no key is needed", async () => {
  const { zip } = await loadFunctionPackage();
  const { AMIVAULT_CALLBACK_URL: _url, AMIVAULT_CALLBACK_KEY: _key, ...rest } = world.environment;
  const silent = deployFunction(zip, rest);
  expect((await silent.invoke(firing())).ended).toMatchObject([{ ok: true }]);
  silent.remove();
  expect(await images()).toHaveLength(1);
  expect(world.receiver.received).toEqual([]);
});
