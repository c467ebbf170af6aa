import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alertMembers, alerts, events } from "../db/schema";
import { systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { clearAlert, clearEntities } from "./clear-alert";
import { raiseAlert, raiseAlerts, type AlertNews } from "./raise-alert";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

function news(entityId: string, more: Partial<AlertNews> = {}): AlertNews {
  return {
    cause: "backups/acc_1/AuthFailure",
    kind: "backups.failed",
    severity: "warning",
    accountRef: "acc_1",
    title: "Backups fail",
    message: "AWS refuses the credential.",
    member: { entityType: "instance", entityId, accountRef: "acc_1", message: "failed" },
    ...more,
  };
}

const raise = (...list: AlertNews[]) =>
  runtime.db.write((tx) => raiseAlerts(tx, systemContext(runtime), list));
const clear = (entityId: string) =>
  runtime.db.write((tx) =>
    clearAlert(tx, systemContext(runtime), {
      cause: "backups/acc_1/AuthFailure",
      reason: "Backups succeed again.",
      member: { entityType: "instance", entityId },
    }),
  );
const rows = () => runtime.db.read.select().from(alerts);
const told = async () =>
  (await runtime.db.read.select().from(events)).map(({ type, data }) => [type, data?.["status"]]);

describe("one alert per cause", () => {
  test("has every instance it befell as a member, told with one event", async () => {
    await raise(...Array.from({ length: 40 }, (_, index) => news(`ins_${index}`)));
    expect(await rows()).toMatchObject([{ status: "open", memberCount: 40, severity: "warning" }]);
    expect(await runtime.db.read.select().from(alertMembers)).toHaveLength(40);
    expect(await told()).toEqual([["alert.changed", "open"]]);
  });

  test("reads the same way to its end, whatever an instance is called", async () => {
    const turned = "web\u202E: no backup since Monday";
    const member = { entityType: "instance", entityId: "ins_1", accountRef: null, message: turned };
    await raise(news("ins_1", { title: turned, message: turned, suggestion: turned, member }));
    const plain = "web: no backup since Monday";
    expect(await rows()).toMatchObject([{ title: plain, message: plain, suggestion: plain }]);
    expect(await runtime.db.read.select().from(alertMembers)).toMatchObject([{ message: plain }]);
  });

  test("said again changes nothing but when it was seen", async () => {
    await raise(news("ins_1"));
    runtime.clock.advance(60_000);
    await raise(news("ins_1"), news("ins_1"));
    expect(await rows()).toMatchObject([
      { memberCount: 1, lastSeenAt: runtime.clock.now(), openedAt: runtime.clock.now() - 60_000 },
    ]);
    expect(await told()).toHaveLength(1);
  });

  test("looks for a next step on a clock that never stands still", async () => {
    const { clock } = runtime;
    const ticking = { now: () => (clock.advance(1), clock.now()) };
    await runtime.db.write((tx) =>
      raiseAlert(tx, systemContext({ ...runtime, clock: ticking }), news("ins_1")),
    );
    expect(await rows()).toMatchObject([{ escalateAt: expect.any(Number) }]);
  });

  test("grows graver, never milder, and takes the newest words", async () => {
    await raise(news("ins_1", { severity: "critical" }));
    await raise(news("ins_2", { title: "Backups go on failing" }));
    expect(await rows()).toMatchObject([
      { severity: "critical", title: "Backups go on failing", memberCount: 2 },
    ]);
  });
});

describe("an alert", () => {
  test("closes by itself with its last member, and says why", async () => {
    await raise(news("ins_1"), news("ins_2"));
    await clear("ins_1");
    expect(await rows()).toMatchObject([{ status: "open", memberCount: 1, closedAt: null }]);
    await clear("ins_1");
    expect(await rows()).toMatchObject([{ memberCount: 1 }]);
    await clear("ins_2");
    expect(await rows()).toMatchObject([
      { status: "closed", memberCount: 0, closedReason: "Backups succeed again." },
    ]);
    expect((await told()).at(-1)).toEqual(["alert.changed", "closed"]);
  });

  test("of a cause that returns is another alert", async () => {
    await raise(news("ins_1"));
    await clear("ins_1");
    await raise(news("ins_1"));
    expect((await rows()).map(({ status }) => status).toSorted()).toEqual(["closed", "open"]);
  });

  test("counts a member that fell ill again once", async () => {
    await raise(news("ins_1"), news("ins_2"));
    await clear("ins_1");
    await raise(news("ins_1"));
    expect(await rows()).toMatchObject([{ memberCount: 2 }]);
  });

  test("without a member closes with its cause", async () => {
    await runtime.db.write(async (tx) => {
      const { member: _member, ...alone } = news("ins_1");
      await raiseAlert(tx, systemContext(runtime), alone);
      await clearAlert(tx, systemContext(runtime), { cause: alone.cause, reason: "It is over." });
      await clearAlert(tx, systemContext(runtime), { cause: "never/raised", reason: "-" });
    });
    expect(await rows()).toMatchObject([{ status: "closed", closedReason: "It is over." }]);
  });
});

test("entities leave every alert of the kinds, whatever its cause, and no other", async () => {
  await raise(news("ins_1"), news("ins_2"), news("ins_1", { cause: "other" }));
  await raise(news("ins_1", { cause: "images", kind: "backups.second_image" }));
  await runtime.db.write((tx) =>
    clearEntities(tx, systemContext(runtime), {
      entityType: "instance",
      entityIds: ["ins_1", "ins_9"],
      kinds: ["backups.failed"],
      reason: "Good again.",
    }),
  );
  const left = new Map((await rows()).map((row) => [row.cause, row.memberCount]));
  expect(Object.fromEntries(left)).toEqual({
    "backups/acc_1/AuthFailure": 1,
    other: 0,
    images: 1,
  });
});
