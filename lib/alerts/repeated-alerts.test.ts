import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../clock";
import { ensureDefaults } from "../settings/ensure-defaults";
import { updateSettings } from "../settings/update-settings";
import { alertNews, createAlertWorld, type AlertWorld } from "../testing/alert-world";

let world: AlertWorld;
beforeEach(async () => {
  world = await createAlertWorld();
  await ensureDefaults(world.runtime);
});
afterEach(() => world.close());

describe("what nobody acknowledges", () => {
  beforeEach(async () => {
    await world.addHook("zero");
    await world.addHook("one", { step: 1 });
    await world.raise(alertNews("ins_1"));
    await world.deliverAfter(5 * SECOND);
    await world.deliverAfter(15 * MINUTE);
    await world.deliverAfter(15 * MINUTE);
    world.receiver.received.length = 0;
  });

  test("is told again a day later, from the first step on, and each day", async () => {
    await world.raise(alertNews("ins_1"));
    await world.deliverAfter(DAY - 15 * MINUTE - 1);
    expect(world.heard()).toEqual([]);
    await world.deliverAfter(1);
    expect(world.heard()).toEqual(["zero repeated"]);
    await world.deliverAfter(15 * MINUTE);
    expect(world.heard()).toEqual(["zero repeated", "one escalated"]);
    await world.deliverAfter(15 * MINUTE);
    await world.deliverAfter(DAY);
    expect(world.heard().slice(2)).toEqual(["zero repeated"]);
    expect(await world.alert()).toMatchObject({ status: "open", round: 2 });
  });

  test("is told again within the hour where it befell more, once for all that joined", async () => {
    await world.raise(alertNews("ins_2"));
    await world.deliverAfter(30 * MINUTE);
    await world.raise(alertNews("ins_3"));
    await world.deliverAfter(30 * MINUTE - 1);
    expect(world.heard()).toEqual([]);
    await world.deliverAfter(1);
    expect(world.heard()).toEqual(["zero repeated"]);
    expect(JSON.parse(world.receiver.received[0]?.body ?? "").alert).toMatchObject({
      memberCount: 3,
    });
    await world.deliverAfter(15 * MINUTE);
    await world.deliverAfter(60 * MINUTE);
    expect(world.heard()).toEqual(["zero repeated", "one escalated"]);
  });

  test("a new channel of a later step does not wait for that day", async () => {
    await world.addHook("two", { step: 2 });
    await world.deliverAfter(15 * MINUTE);
    expect(world.heard()).toEqual(["two escalated"]);
  });

  test("a step that has yet to be told is not told sooner because it befell more", async () => {
    await world.clear();
    await world.deliverAfter(5 * SECOND);
    await updateSettings(world.admin(), { escalateAfterMinutes: 180 });
    world.receiver.received.length = 0;
    await world.raise(alertNews("ins_1"));
    await world.raise(alertNews("ins_2"));
    await world.deliverAfter(120 * MINUTE);
    expect(world.heard()).toEqual(["zero opened"]);
    await world.deliverAfter(60 * MINUTE);
    expect(world.heard()).toEqual(["zero opened", "one escalated"]);
  });
});

test("a channel that was away for days hears of what is open once, not of each time it was told", async () => {
  await world.addHook("zero");
  await world.addHook("one", { step: 1 });
  world.receiver.answer = (_, response) => {
    response.statusCode = 503;
    response.end();
  };
  await world.raise(alertNews("ins_1"));
  for (let hour = 0; hour < 4 * 24; hour++) await world.deliverAfter(HOUR);
  world.receiver.received.length = 0;
  world.receiver.answer = (_, response) => response.end("ok");
  for (let hour = 0; hour < 3; hour++) await world.deliverAfter(HOUR);
  expect(world.heard().toSorted()).toEqual(["one escalated", "zero opened"]);
  await world.deliverAfter(DAY);
  expect(world.heard().at(-1)).toBe("zero repeated");
  await world.clear();
  world.receiver.received.length = 0;
  await world.deliverAfter(SECOND);
  expect(world.heard().toSorted()).toEqual(["one closed", "zero closed"]);
});
