import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { updateChannel } from "../channels/update-channel";
import { MINUTE, SECOND } from "../clock";
import { alertNews, createAlertWorld, type AlertWorld } from "../testing/alert-world";

let world: AlertWorld;
beforeEach(async () => {
  world = await createAlertWorld();
});
afterEach(() => world.close());

test("one for step 0 that is added is told of what is open and nobody acknowledged", async () => {
  await world.raise(alertNews(), alertNews("ins_2", { cause: "known" }));
  await world.acknowledge("known");
  world.runtime.clock.advance(60 * MINUTE);
  await world.addHook("zero");
  await world.addHook("grave", { rules: { severities: ["critical"] } });
  await world.deliverAfter(5 * SECOND);
  await world.addHook("other", { rules: { accountRefs: ["acc_2"] } });
  await world.deliverAfter(5 * SECOND);
  expect(world.heard()).toEqual(["zero opened"]);
});

test("one whose step has had its turn is told by escalation when it is added", async () => {
  await world.addHook("one", { step: 1 });
  await world.raise(alertNews());
  await world.deliverAfter(15 * MINUTE);
  await world.addHook("late", { step: 1 });
  await world.deliverAfter(5 * SECOND);
  expect(world.heard()).toEqual(["one escalated", "late escalated"]);
});

test("one that was off is told, once it is on again, of what is open still", async () => {
  const hook = await world.addHook("hook");
  await world.raise(alertNews());
  await updateChannel(world.admin(), { channelId: hook.id, changes: { enabled: false } });
  await world.deliverAfter(MINUTE);
  expect(world.heard()).toEqual([]);
  await updateChannel(world.admin(), { channelId: hook.id, changes: { enabled: true } });
  await world.deliverAfter(MINUTE);
  await updateChannel(world.admin(), { channelId: hook.id, changes: { name: "hook again" } });
  await world.deliverAfter(MINUTE);
  expect(world.heard()).toEqual(["hook opened"]);
});

test("one that was off while it did not answer is told once it is on again", async () => {
  const hook = await world.addHook("hook");
  world.receiver.answer = (_, response) => response.writeHead(503).end();
  await world.raise(alertNews());
  await world.deliverAfter(5 * SECOND);
  await updateChannel(world.admin(), { channelId: hook.id, changes: { enabled: false } });
  world.receiver.received.length = 0;
  world.receiver.answer = (_, response) => response.end();
  await updateChannel(world.admin(), { channelId: hook.id, changes: { enabled: true } });
  await world.deliverAfter(MINUTE);
  await updateChannel(world.admin(), { channelId: hook.id, changes: { name: "hook again" } });
  await world.deliverAfter(MINUTE);
  expect(world.heard()).toEqual(["hook opened"]);
});

describe("what an alert befalls after somebody acknowledged it", () => {
  beforeEach(async () => {
    await world.addHook("zero");
    await world.addHook("one", { step: 1 });
    await world.raise(alertNews("ins_1"));
    await world.deliverAfter(15 * MINUTE);
    await world.acknowledge();
    world.receiver.received.length = 0;
  });

  test("opens it again an hour after the acknowledgement, told once, and escalates", async () => {
    await world.deliverAfter(10 * MINUTE);
    await world.raise(alertNews("ins_2"));
    await world.deliverAfter(10 * MINUTE);
    await world.raise(alertNews("ins_3"));
    await world.deliverAfter(40 * MINUTE - 1);
    expect(world.heard()).toEqual([]);
    expect(await world.alert()).toMatchObject({ status: "acknowledged" });
    await world.deliverAfter(1);
    expect(world.heard()).toEqual(["zero repeated"]);
    expect(await world.alert()).toMatchObject({ status: "open", acknowledgedBy: null });
    expect(JSON.parse(world.receiver.received[0]?.body ?? "").alert).toMatchObject({
      memberCount: 3,
    });
    await world.deliverAfter(15 * MINUTE);
    expect(world.heard()).toEqual(["zero repeated", "one escalated"]);
    await world.acknowledge();
    await world.raise(alertNews("ins_4"));
    await world.deliverAfter(60 * MINUTE);
    expect(world.heard()).toEqual(["zero repeated", "one escalated", "zero repeated"]);
    await world.clear();
    await world.deliverAfter(5 * SECOND);
    expect(world.heard().slice(3).toSorted()).toEqual(["one closed", "zero closed"]);
  });

  test("is told within seconds where the acknowledgement is older", async () => {
    await world.deliverAfter(600 * MINUTE);
    await world.raise(alertNews("ins_2"));
    await world.deliverAfter(5 * SECOND);
    expect(world.heard()).toEqual(["zero repeated"]);
  });

  test("is told to nobody where it is well by then, or was acknowledged too", async () => {
    await world.raise(alertNews("ins_2"));
    await world.clear({ entityType: "instance", entityId: "ins_2" });
    await world.deliverAfter(60 * MINUTE);
    expect(await world.alert()).toMatchObject({ status: "acknowledged", escalateAt: null });
    world.runtime.clock.advance(1);
    await world.raise(alertNews("ins_3"));
    await world.acknowledge();
    await world.deliverAfter(120 * MINUTE);
    expect(world.heard()).toEqual([]);
  });

  test("is nothing new where the same fails again", async () => {
    await world.raise(alertNews("ins_1", { title: "Backups go on failing" }));
    await world.deliverAfter(120 * MINUTE);
    expect(world.heard()).toEqual([]);
  });
});
