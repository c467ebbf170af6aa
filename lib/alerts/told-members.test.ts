import { expect, test } from "vitest";
import { SECOND } from "../clock";
import { alertNews, createAlertWorld } from "../testing/alert-world";

test("what concerns all tells a channel for some accounts of their members alone", async () => {
  const world = await createAlertWorld();
  await world.addHook("other", { rules: { accountRefs: ["acc_2"] } });
  await world.addHook("all");
  await world.raise(alertNews("ins_1", { cause: "scheduler", accountRef: null }));
  await world.deliverAfter(5 * SECOND);
  const told = world.receiver.received.map(({ path, body }) => {
    const { memberCount, members } = JSON.parse(body).alert;
    return [path, memberCount, members.length];
  });
  expect(told.toSorted()).toEqual([
    ["/all", 1, 1],
    ["/other", 0, 0],
  ]);
  await world.close();
});
