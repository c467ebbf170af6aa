import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accounts, auditEntries } from "../db/schema";
import { userContext } from "../testing/contexts";
import { limitedTo } from "../testing/people";
import { ALERT_CAUSE, alertNews, createAlertWorld, type AlertWorld } from "../testing/alert-world";
import { acknowledgeAlerts } from "./acknowledge-alerts";
import { listAlerts } from "./list-alerts";
import { listOpenAlerts } from "./list-open-alerts";

let world: AlertWorld;
const OTHER = "backups/acc_2/OptInRequired";

beforeEach(async () => {
  world = await createAlertWorld();
  const rows = ["acc_1", "acc_2"].map((id, index) => ({
    id,
    accountId: `11111111111${index}`,
    partition: "aws",
    createdAt: 0,
  }));
  await world.runtime.db.write((tx) => tx.insert(accounts).values(rows));
  await world.raise(
    alertNews("ins_1"),
    alertNews("ins_2", {
      cause: OTHER,
      accountRef: "acc_2",
      member: {
        entityType: "instance",
        entityId: "ins_2",
        accountRef: "acc_2",
        message: "ins_2 failed",
      },
    }),
  );
});
afterEach(() => world.close());

const ids = async () => [(await world.alert()).id, (await world.alert(OTHER)).id];

describe("acknowledging many alerts", () => {
  test("names the fate of each, and audits what was done", async () => {
    await world.clear();
    const [closed = "", open = ""] = await ids();
    const report = await acknowledgeAlerts(world.admin(), { ids: [closed, open, "alr_none"] });
    expect(report).toMatchObject({
      done: 1,
      refused: 2,
      items: [
        { id: closed, ok: false, error: { code: "conflict" } },
        { id: open, ok: true, text: "looked after by ada" },
        { id: "alr_none", ok: false, error: { code: "not_found" } },
      ],
    });
    expect(await world.alert(OTHER)).toMatchObject({ status: "acknowledged" });
    const audit = await world.runtime.db.read.select().from(auditEntries);
    expect(audit.filter(({ action }) => action === "alert.acknowledge")).toMatchObject([
      { targetId: open, accountRef: "acc_2" },
    ]);
  });

  test("needs the permission, and does nothing outside one's accounts", async () => {
    const all = { ids: await ids() };
    const viewer = userContext(world.runtime, "viewer");
    await expect(acknowledgeAlerts(viewer, all)).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = await limitedTo(world.runtime, { role: "admin", accounts: ["acc_2"] });
    expect(await acknowledgeAlerts(elsewhere, all)).toMatchObject({ done: 1, refused: 1 });
    expect(await world.alert(ALERT_CAUSE)).toMatchObject({ status: "open" });
  });
});

describe("alerts", () => {
  test("are narrowed by account and by what they befall, open and closed alike", async () => {
    const [first = "", second = ""] = await ids();
    const admin = world.admin();
    const openOf = async (filter: { account?: string; instance?: string }) =>
      (await listOpenAlerts(admin, { ...filter, limit: 10 })).map(({ id }) => id);
    expect(await openOf({ account: "111111111111" })).toEqual([second]);
    expect(await openOf({ instance: "ins_1" })).toEqual([first]);
    expect(await openOf({ account: "111111111111", instance: "ins_1" })).toEqual([]);
    await world.clear();
    const closed = await listAlerts(admin, { status: "closed", instance: "ins_1" });
    expect(closed.items.map(({ id }) => id)).toEqual([first]);
    expect((await listAlerts(admin, { status: "closed", instance: "ins_2" })).items).toEqual([]);
  });
});
