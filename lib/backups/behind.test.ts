import { afterEach, beforeEach, expect, test } from "vitest";
import type { backups } from "../db/schema";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { addHistory } from "../testing/history";
import { listRegionsToPoll } from "./enqueue-due-work";

const SECOND = 1_000;
let runtime: TestRuntime;
let now: number;
let fleet: string[];

beforeEach(async () => {
  runtime = await createTestRuntime();
  fleet = await createFleet(runtime, { accounts: ["acc_1", "acc_2", "acc_3"], instances: 1 });
  now = runtime.clock.now();
});
afterEach(() => runtime.close());

async function add(index: number, rows: ReadonlyArray<Partial<typeof backups.$inferInsert>>) {
  const entries = rows.map((row, number) => ({
    at: now - number * 60_000,
    notBeforeAt: now,
    ...row,
  }));
  await addHistory(runtime, fleet[index] ?? "", entries);
}

const queued = (count: number) =>
  Array.from({ length: count }, () => ({ status: "queued" as const }));
const looked = async () => (await listRegionsToPoll(runtime)).map(({ accountRef }) => accountRef);

test("while many wait to be sent, what nobody asked for in person is looked at half a minute later", async () => {
  await add(0, [...queued(201), { status: "pending" }]);
  await add(1, [{ status: "pending", kind: "manual" }]);
  await add(2, [{ status: "creating" }]);
  expect((await looked()).toSorted()).toEqual(["acc_2", "acc_3"]);
  runtime.clock.advance(30 * SECOND - 1);
  expect(await looked()).not.toContain("acc_1");
  runtime.clock.advance(1);
  expect(await looked()).toContain("acc_1");
});

test("a few that wait put off no look", async () => {
  await add(0, [...queued(200), { status: "pending" }]);
  expect(await looked()).toEqual(["acc_1"]);
});
