import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { liveSetting } from "./live-setting";
import { writeSetting } from "./settings.repo";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

async function set(value: number): Promise<void> {
  const row = { key: "aws.apiSharePercent" as const, value, updatedAt: 0, updatedBy: null };
  await runtime.db.write((tx) => writeSetting(tx, row));
}

test("a setting that is changed holds two seconds later, and is not read more often", async () => {
  const share = liveSetting({ read: runtime.db.read, clock: runtime.clock }, "aws.apiSharePercent");
  expect(await share()).toBeNull();
  await set(80);
  runtime.clock.advance(1_999);
  expect(await share()).toBeNull();
  runtime.clock.advance(1);
  expect(await share()).toBe(80);
});

test("what was read last holds while the database cannot be read", async () => {
  await set(70);
  let broken = false;
  const read = new Proxy(runtime.db.read, {
    get(target, name, receiver) {
      if (broken && name === "select") throw new Error("away");
      return Reflect.get(target, name, receiver);
    },
  });
  const share = liveSetting({ read, clock: runtime.clock }, "aws.apiSharePercent");
  expect(await share()).toBe(70);
  broken = true;
  runtime.clock.advance(5_000);
  expect(await share()).toBe(70);
});
