import { existsSync } from "node:fs";
import { z } from "zod";
import { expect, test } from "vitest";
import { MINUTE } from "../clock";
import { settings } from "../db/schema";
import { toHandler, type JobDefinition } from "../queue/queue";
import { createTestRuntime } from "./create-test-runtime";

const look: JobDefinition<{ id: string }> = {
  name: "test.look",
  payload: z.object({ id: z.string() }),
  key: ({ id }) => id,
  concurrency: 2,
};

test("each runtime has a database of its own with every table, and leaves nothing behind", async () => {
  const first = await createTestRuntime();
  const second = await createTestRuntime();
  await first.db.write(async (tx) => {
    await tx.insert(settings).values({ key: "a", value: 1, updatedAt: 0 });
  });
  expect(await first.db.read.select().from(settings)).toHaveLength(1);
  expect(await second.db.read.select().from(settings)).toHaveLength(0);
  await first.close();
  await second.close();
  expect(existsSync(first.folder)).toBe(false);
});

test("drain runs what is due by the test's clock, and what asked for later when it is later", async () => {
  const runtime = await createTestRuntime();
  const looks: number[] = [];
  const handler = toHandler({
    definition: look,
    run: async () => {
      looks.push(runtime.clock.now());
      return looks.length === 1 ? { retryAfterMs: MINUTE } : undefined;
    },
  });
  const start = runtime.clock.now();
  await runtime.queue.enqueue(look, [{ id: "a" }, { id: "a" }]);
  expect(await runtime.drain([handler])).toMatchObject([{ key: "a", outcome: "later" }]);
  expect(await runtime.drain([handler])).toEqual([]);
  runtime.clock.advance(MINUTE);
  expect(await runtime.drain([handler])).toMatchObject([{ key: "a", outcome: "ended" }]);
  expect(looks).toEqual([start, start + MINUTE]);
  expect(runtime.queue.waiting()).toEqual([]);
  await runtime.close();
});
