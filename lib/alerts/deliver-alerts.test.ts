import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { updateChannel } from "../channels/update-channel";
import { MINUTE, SECOND, toIso } from "../clock";
import { alerts, channels, deliveries } from "../db/schema";
import { createOutbound } from "../outbound/outbound";
import { ensureDefaults } from "../settings/ensure-defaults";
import { updateSettings } from "../settings/update-settings";
import { ALERT_CAUSE, alertNews, createAlertWorld, type AlertWorld } from "../testing/alert-world";
import { systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import type { HttpReceiver } from "../testing/http-receiver";
import { acknowledgeAlert } from "./acknowledge-alert";
import { deliverAlerts } from "./deliver-alerts";
import { getAlert } from "./get-alert";
import { raiseAlert, type AlertNews } from "./raise-alert";

let world: AlertWorld;
let runtime: TestRuntime;
let receiver: HttpReceiver;
beforeEach(async () => {
  world = await createAlertWorld();
  ({ runtime, receiver } = world);
});
afterEach(() => world.close());

const CAUSE = ALERT_CAUSE;
const news = alertNews;
const admin = () => world.admin();
const raise = (...list: AlertNews[]) => world.raise(...list);
const close = () => world.clear();
const addHook: AlertWorld["addHook"] = (path, more) => world.addHook(path, more);
const deliverAfter = (ms: number) => world.deliverAfter(ms);
const heard = () => world.heard();
const rows = () => runtime.db.read.select().from(deliveries);

describe("an alert", () => {
  test("is told at once to step 0, with its members as they are then", async () => {
    await addHook("first");
    await addHook("later", { step: 1 });
    await raise(...Array.from({ length: 25 }, (_, index) => news(`ins_${index}`)));
    await deliverAlerts(runtime);
    expect(heard()).toEqual([]);
    await raise(news("ins_99"));
    await deliverAfter(5 * SECOND);
    await deliverAfter(5 * SECOND);
    expect(heard()).toEqual(["first opened"]);
    const { alert, url } = JSON.parse(receiver.received[0]?.body ?? "");
    expect(alert).toMatchObject({ title: "Backups fail", memberCount: 26, severity: "warning" });
    expect(alert.members).toHaveLength(20);
    expect(url).toBe(`https://amivault.example.org/alerts/${alert.id}`);
  });

  test("is escalated step by step while nobody acknowledges, and no further then", async () => {
    await addHook("zero");
    await addHook("one", { step: 1 });
    await addHook("three", { step: 3 });
    await addHook("nine", { step: 9 });
    await raise(news());
    await deliverAfter(15 * MINUTE - 1);
    expect(heard()).toEqual(["zero opened"]);
    await deliverAfter(1);
    await deliverAfter(15 * MINUTE);
    expect(heard()).toEqual(["zero opened", "one escalated", "three escalated"]);
    const [alert] = await runtime.db.read.select().from(alerts);
    await acknowledgeAlert(admin(), { alertId: alert?.id ?? "" });
    await deliverAfter(60 * MINUTE);
    expect(heard()).toHaveLength(3);
  });

  test("that becomes grave after its steps had their turn is told to steps for grave ones", async () => {
    const grave = { rules: { severities: ["critical" as const] } };
    await addHook("zero");
    await addHook("pager", { step: 1, ...grave });
    await raise(news());
    await deliverAfter(15 * MINUTE);
    await deliverAfter(60 * MINUTE);
    expect(heard()).toEqual(["zero opened"]);
    await raise(news("ins_1", { severity: "critical" }));
    await deliverAfter(15 * MINUTE);
    expect(heard()).toEqual(["zero opened", "pager escalated"]);
  });

  test("that becomes grave is told at once where its step had its turn without it", async () => {
    await addHook("one", { step: 1 });
    await addHook("pager", { step: 1, rules: { severities: ["critical"] } });
    await addHook("two", { step: 2 });
    await raise(news());
    await deliverAfter(15 * MINUTE);
    await raise(news("ins_1", { severity: "critical" }));
    await deliverAfter(5 * SECOND);
    expect(heard()).toEqual(["one escalated", "pager escalated"]);
    await deliverAfter(15 * MINUTE);
    expect(heard()).toEqual(["one escalated", "pager escalated", "two escalated"]);
  });

  test("waits for an acknowledgement as long as the settings say", async () => {
    await ensureDefaults(runtime);
    await updateSettings(admin(), { escalateAfterMinutes: 2 });
    await addHook("one", { step: 1 });
    await raise(news());
    await deliverAfter(2 * MINUTE - 1);
    expect(heard()).toEqual([]);
    await deliverAfter(1);
    expect(heard()).toEqual(["one escalated"]);
  });

  test("that closes is told to those who were told, and to nobody else", async () => {
    await addHook("zero");
    await addHook("one", { step: 1 });
    await raise(news());
    await deliverAfter(5 * SECOND);
    await close();
    await deliverAfter(5 * SECOND);
    await deliverAfter(60 * MINUTE);
    expect(heard()).toEqual(["zero opened", "zero closed"]);
    expect(JSON.parse(receiver.received[1]?.body ?? "").alert.closedReason).toBe("Good again.");
  });

  test("that closes before anybody was told is told to nobody", async () => {
    await addHook("zero");
    await raise(news());
    await close();
    await deliverAfter(MINUTE);
    expect(heard()).toEqual([]);
  });

  test("is told where the rules take it: severity, kind, account, and what concerns all", async () => {
    await addHook("grave", { rules: { severities: ["critical"] } });
    await addHook("plans", { rules: { kinds: ["removal.waiting"] } });
    await addHook("other", { rules: { accountRefs: ["acc_2"] } });
    await addHook("own", { rules: { accountRefs: ["acc_1"], severities: [] } });
    await raise(news());
    await deliverAfter(5 * SECOND);
    expect(heard()).toEqual(["own opened"]);
    await raise(news("ins_2", { severity: "critical" }));
    await deliverAfter(5 * SECOND);
    expect(heard()).toEqual(["own opened", "grave opened"]);
    await raise(news("ins_3", { cause: "scheduler", accountRef: null }));
    await deliverAfter(5 * SECOND);
    expect(heard().slice(2).toSorted()).toEqual(["other opened", "own opened"]);
  });
});

describe("a channel that does not get through", () => {
  test("is tried again, with growing pauses and the same id, until it does", async () => {
    await addHook("hook");
    receiver.answer = (_, response) => {
      response.statusCode = receiver.received.length === 1 ? 500 : 200;
      response.end("try later");
    };
    await raise(news());
    await deliverAfter(5 * SECOND);
    expect(await rows()).toMatchObject([
      { status: "queued", attempts: 1, error: expect.stringContaining("answered 500: try later") },
    ]);
    await deliverAfter(14 * SECOND);
    expect(receiver.received).toHaveLength(1);
    await deliverAfter(SECOND);
    expect(await rows()).toMatchObject([{ status: "sent", attempts: 2, error: null }]);
    const ids = receiver.received.map(({ headers }) => headers["x-amivault-delivery"]);
    expect(new Set(ids).size).toBe(1);
  });

  test("alerts through the others at its second failure, never through itself, and once", async () => {
    await addHook("good");
    const bad = await addHook("bad");
    receiver.answer = (request, response) => {
      response.statusCode = request.path === "/bad" ? 500 : 200;
      response.end();
    };
    await raise(news());
    await deliverAfter(5 * SECOND);
    await deliverAfter(15 * SECOND);
    for (let round = 0; round < 10; round += 1) await deliverAfter(15 * MINUTE);
    const open = await runtime.db.read.select().from(alerts);
    expect(open.map(({ cause }) => cause).toSorted()).toEqual([CAUSE, `channels/${bad.id}`]);
    expect(heard().filter((line) => line.startsWith("good"))).toEqual([
      "good opened",
      "good opened",
    ]);
    const toBad = (await rows()).filter(({ channelId }) => channelId === bad.id);
    expect(toBad.map(({ event }) => event)).toEqual(["opened"]);
    receiver.answer = (_, response) => response.end();
    await deliverAfter(60 * MINUTE);
    expect(await runtime.db.read.select().from(alerts)).toContainEqual(
      expect.objectContaining({ cause: `channels/${bad.id}`, status: "closed" }),
    );
  });

  describe("for longer than a day", () => {
    const opened = async () => (await rows()).filter(({ event }) => event === "opened");
    const isAway = async () => {
      await addHook("hook");
      receiver.answer = (_, response) => {
        response.statusCode = 500;
        response.end();
      };
      await raise(news());
      await deliverAfter(5 * SECOND);
    };
    const hours = async (count: number) => {
      for (let hour = 0; hour < count; hour += 1) await deliverAfter(60 * MINUTE);
    };

    test("hears of what is still open once it is back", async () => {
      await isAway();
      await hours(50);
      expect(await opened()).toMatchObject([{ status: "queued" }]);
      receiver.answer = (_, response) => response.end();
      await hours(1);
      expect(await opened()).toMatchObject([{ status: "sent" }]);
    });

    test("is not told any more of what is over", async () => {
      await isAway();
      await close();
      await hours(26);
      expect(await rows()).toMatchObject([
        { event: "opened", status: "failed", notBeforeAt: null },
        { event: "closed", status: "failed", notBeforeAt: null },
      ]);
    });
  });

  test("that hangs holds up no other", async () => {
    await addHook("hangs");
    await addHook("works");
    receiver.answer = (request, response) => {
      if (request.path === "/works") response.end();
    };
    await raise(news());
    runtime.clock.advance(5 * SECOND);
    await deliverAlerts(runtime, { ...createOutbound(runtime.config), timeoutMs: 1_000 });
    const states = (await rows()).map(({ status, error }) => [status, error]).toSorted();
    expect(states).toEqual([
      ["queued", expect.stringContaining("did not answer within")],
      ["sent", null],
    ]);
  });

  test("is told nothing any more once it is switched off", async () => {
    const hook = await addHook("hook");
    await raise(news());
    await updateChannel(admin(), { channelId: hook.id, changes: { enabled: false } });
    await deliverAfter(MINUTE);
    expect(heard()).toEqual([]);
    expect(await rows()).toMatchObject([{ status: "failed", error: "The channel is off." }]);
  });
});

test("a sender that died is made up for when its claim has run out, with the same id", async () => {
  await addHook("hook");
  await raise(news());
  runtime.clock.advance(5 * SECOND);
  const dying = createOutbound(runtime.config);
  const killed = deliverAlerts(runtime, {
    ...dying,
    policy: {
      ...dying.policy,
      refuse: () => {
        throw new Error("The process ends here.");
      },
    },
  });
  await expect(killed).rejects.toThrow("The process ends here.");
  await deliverAlerts(runtime);
  expect(heard()).toEqual([]);
  await deliverAfter(MINUTE);
  expect(heard()).toEqual(["hook opened"]);
});

test("two processes send each message once", async () => {
  await addHook("hook");
  for (let index = 0; index < 5; index += 1)
    await raise(news("ins_1", { cause: `cause ${index}` }));
  runtime.clock.advance(5 * SECOND);
  const other = await createTestRuntime({ folder: runtime.folder, seed: "other" });
  other.clock.set(runtime.clock.now());
  await Promise.all([deliverAlerts(runtime), deliverAlerts({ ...other, config: runtime.config })]);
  await other.close();
  expect(heard()).toHaveLength(5);
});

test("one that is added takes part in the escalation of what is open", async () => {
  await raise(news());
  await deliverAfter(15 * MINUTE);
  await addHook("one", { step: 1 });
  await deliverAfter(15 * MINUTE);
  expect(heard()).toEqual(["one escalated"]);
});

test("an alert without any channel says so on its page alone", async () => {
  await runtime.db.write((tx) => raiseAlert(tx, systemContext(runtime), news()));
  await deliverAfter(60 * MINUTE);
  expect(await runtime.db.read.select().from(channels)).toEqual([]);
  expect(await runtime.db.read.select().from(alerts)).toMatchObject([{ escalateAt: null }]);
});

test("what a page says of escalation is what will happen", async () => {
  await raise(news());
  const [row] = await runtime.db.read.select().from(alerts);
  const shown = async () => await getAlert(await admin(), { alertId: row?.id ?? "" });
  expect(await shown()).toMatchObject({ channelCount: 0, escalateAt: null });
  const inMinutes = (minutes: number) => toIso(runtime.clock.now() + minutes * MINUTE);
  await addHook("zero");
  expect(await shown()).toMatchObject({ channelCount: 1, escalateAt: inMinutes(24 * 60) });
  await addHook("one", { step: 1 });
  expect(await shown()).toMatchObject({ channelCount: 2, escalateAt: inMinutes(15) });
  await deliverAfter(15 * MINUTE);
  expect(await shown()).toMatchObject({ channelCount: 2, escalateAt: inMinutes(24 * 60) });
});
