import { afterEach, expect, test } from "vitest";
import { accountDays } from "../db/schema";
import { createRunWorld, type RunWorld } from "../testing/run-world";
import { insertAdopted } from "./insert-adopted";

let world: RunWorld;
afterEach(() => world.close());

test("a day counts what schedules made on it, not what was adopted", async () => {
  world = await createRunWorld({ now: "2026-02-01T11:30:00", schedules: ["hourly"] });
  const { runtime, ctx, instance } = world;
  await world.tickAt("2026-02-01T12:00:00");
  await world.finish(await world.run());
  const dueAt = runtime.clock.now() - 30 * 86_400_000;
  const image = {
    imageId: "ami-found",
    name: "i-1-found",
    state: "available",
    stateReason: null,
    createdAt: dueAt,
    ownerId: null,
    description: "",
    isPublic: false,
    sourceInstanceId: null,
    sourceImageId: null,
    deregistrationProtection: null,
    tags: {},
    snapshots: [],
  };
  const adopted = await runtime.db.write((tx) =>
    insertAdopted(tx, ctx, {
      place: { accountRef: "acc_1", region: "eu-central-1" },
      adopted: [
        {
          image,
          instanceRef: instance,
          instanceId: "i-1",
          key: "found",
          kind: "scheduled",
          dueAt,
          requestId: null,
          attemptNumber: 1,
          hold: null,
        },
      ],
    }),
  );
  expect(adopted).toMatchObject([{ status: "available" }]);
  expect(await runtime.db.read.select().from(accountDays)).toMatchObject([
    { accountRef: "acc_1", day: "2026-02-01", made: 1 },
  ]);
});
