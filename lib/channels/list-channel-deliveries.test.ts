import { afterEach, beforeEach, expect, test } from "vitest";
import { alertNews, createAlertWorld, type AlertWorld } from "../testing/alert-world";
import { userContext } from "../testing/contexts";
import { listChannelDeliveries } from "./list-channel-deliveries";

let world: AlertWorld;
beforeEach(async () => {
  world = await createAlertWorld();
});
afterEach(() => world.close());

test("a channel's page knows what it was told last, and what of it may be seen", async () => {
  const { id: channelId } = await world.addHook("ops");
  await world.raise(alertNews());
  await world.deliverAfter(60_000);
  await world.clear();
  await world.deliverAfter(60_000);
  const { items } = await listChannelDeliveries(world.admin(), { channelId });
  const { id: alertId } = await world.alert();
  expect(items).toMatchObject([
    { alertId, title: "Backups fail", event: "closed", status: "sent", error: null },
    { alertId, title: "Backups fail", event: "opened", status: "sent" },
  ]);
  const first = await listChannelDeliveries(world.admin(), { channelId, limit: 1 });
  const rest = await listChannelDeliveries(world.admin(), {
    channelId,
    limit: 1,
    cursor: first.nextCursor ?? "",
  });
  expect([...first.items, ...rest.items]).toEqual(items);
  expect(rest.nextCursor).toBeNull();
  const elsewhere = { ...world.admin(), accounts: ["acc_9"] };
  expect((await listChannelDeliveries(elsewhere, { channelId })).items).toEqual([]);
});

test("it needs the permission, and a channel that exists", async () => {
  const anonymous = {
    ...userContext(world.runtime, "viewer"),
    actor: { type: "anonymous" as const },
  };
  await expect(listChannelDeliveries(anonymous, { channelId: "chn_x" })).rejects.toMatchObject({
    code: expect.stringMatching(/forbidden|unauthorized/),
  });
  await expect(
    listChannelDeliveries(world.admin(), { channelId: "chn_none" }),
  ).rejects.toMatchObject({ code: "not_found" });
});
