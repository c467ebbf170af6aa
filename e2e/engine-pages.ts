import { expect } from "@playwright/test";
import { prepareAccount } from "./account";
import type { Fleet } from "./fleet";
import { prepareOldInstance } from "./history";
import type { Product } from "./product";
import { textOf } from "./rest";

const SET_UP_MS_MAX = 120_000;

/** One of everything that the engine has a page for: the addresses. */
export async function prepareEnginePages(of: {
  product: Product;
  fleet: Fleet;
}): Promise<string[]> {
  const { rest } = of.fleet;
  const old = await prepareOldInstance(of, { name: "archive", ages: [3, 2] });
  const make = async (path: string, body: unknown) => textOf(await rest.post(path, body), "id");
  const [backupId = ""] = old.backupIds;
  const mode = "image_and_snapshots";
  const planId = textOf(await rest.post("/api/plans", { backupIds: [backupId], mode }), "planId");
  const policyId = await make("/api/policies", { name: "Weekly", tiers: { weekly: 4 } });
  const scheduleId = await make("/api/schedules", { name: "Office", schedule: "0 8 * * 1-5" });
  const night = { name: "Night", schedule: "0 22 * * 5", durationMinutes: 600 };
  const windowId = await make("/api/exclusion-windows", night);
  const channelId = await make("/api/channels", {
    kind: "slack",
    name: "Team",
    url: "https://hooks.example.org/services/one",
    enabled: false,
  });
  const ruleId = await make("/api/discovery/rules", {
    name: "Archives",
    enabled: false,
    conditions: [{ key: "Archive", test: "exists" }],
  });
  const placeId = await setUpInAws(of);
  // Adopted images are told of: retention waits for a person.
  const { items } = await rest.get("/api/alerts?kind=reconcile.adopted&limit=1");
  const [alert] = Array.isArray(items) ? (items as Record<string, unknown>[]) : [];
  return [
    `/instances/rules/${ruleId}`,
    `/alerts/${textOf(alert ?? {}, "id")}`,
    `/backups/${backupId}`,
    `/instances/${old.id}/retention`,
    `/plans/${planId}`,
    `/retention/${policyId}?instance=${old.id}`,
    `/retention/lab?instance=${old.id}&b=daily1.floor1.UTC`,
    `/schedules/${scheduleId}`,
    `/schedules/aws/${placeId}`,
    `/schedules/windows/${windowId}`,
    `/settings/channels/${channelId}`,
  ];
}

/** An account and region in which AWS starts backups: its id, once all of it stands. */
async function setUpInAws(of: { product: Product; fleet: Fleet }): Promise<string> {
  const { rest } = of.fleet;
  const schedules = [{ schedule: "0 2 * * *", zone: "UTC" }];
  // The others make the longest words there are on who starts a schedule's backups.
  const names = ["by-aws", "by-us", "by-us-too"];
  const { accountId, ids } = await prepareAccount({ ...of, names, schedules });
  await rest.patch(`/api/instances/${ids[0]}`, { scheduler: "eventbridge" });
  let placeId = "";
  await expect
    .poll(
      async () => {
        const { items } = await rest.get("/api/eventbridge");
        const places = Array.isArray(items) ? (items as Record<string, unknown>[]) : [];
        const place = places.find((one) => one["accountId"] === accountId);
        placeId = textOf(place ?? {}, "id");
        return place?.["status"];
      },
      { timeout: SET_UP_MS_MAX },
    )
    .toBe("ready");
  return placeId;
}
