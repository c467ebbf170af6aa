import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY } from "#lib/clock";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { startSimulator, type RunningSimulator } from "#simulator/server";
import { plantDifferences } from "./plant-differences";

const NOW = Date.parse("2026-03-31T12:00:00Z");

let simulator: RunningSimulator;
let runtime: TestRuntime;

beforeAll(async () => {
  simulator = await startSimulator({ clock: "manual", startAt: NOW });
  runtime = await createTestRuntime({ simulatorUrl: simulator.url, now: NOW });
});

afterAll(async () => {
  await runtime.close();
  await simulator.close();
});

test("leaves snapshots without an image, an image without its tag, and images of a stranger", async () => {
  const { control } = simulator;
  const { accountId } = await control.createAccount({ name: "differences" });
  const where = { accountId, region: "eu-west-1" };
  const create = async (name: string) =>
    (await control.createInstance({ ...where, name })).instanceId;
  const [first, second, stranger] = [await create("a"), await create("b"), await create("c")];
  const tags = { "amivault:owner": runtime.config.installationId, "amivault:backup": "k" };
  await control.seedHistory({
    ...where,
    instanceId: second,
    images: [{ name: "good", createdAt: NOW - DAY, tags }],
  });

  const fleet = [first, second].map((instanceId) => ({ ...where, instanceId }));
  await plantDifferences({ runtime, control, fleet });

  const live = async (instanceId: string) =>
    (await control.images({ instanceId, live: true })).items.map((image) => image.tags);
  const ours = { "amivault:owner": runtime.config.installationId };
  expect(await live(first)).toEqual([]);
  const left = await control.snapshots({ tag: { key: "amivault:instance", value: first } });
  expect(left.items.filter(({ state }) => state === "completed")).toHaveLength(2);
  expect(await live(second)).toEqual([ours]);
  expect(await live(stranger)).toMatchObject([ours, ours, ours]);
});
