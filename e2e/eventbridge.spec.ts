import { DisableRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Page } from "@playwright/test";
import type { Fleet } from "./fleet";
import { REGION } from "./fleet";
import type { Product } from "./product";
import { expect, test } from "./test";

/** IAM takes its time in AWS, and in the simulated one too. */
const SET_UP_MS_MAX = 120_000;

/** As somebody with the console would. */
async function disableRule(of: { product: Product; fleet: Fleet; name: string }): Promise<void> {
  const { product, fleet, name } = of;
  const console = new EventBridgeClient({
    endpoint: product.awsUrl,
    region: REGION,
    credentials: fleet.keys,
  });
  await console.send(new DisableRuleCommand({ Name: name }));
  console.destroy();
}

async function agree(page: Page, label: string): Promise<void> {
  await page.locator(".swal2-popup").getByRole("button", { name: label }).click();
}

test("AWS starts an instance’s backups: set up in view, changed by somebody, repaired, and left with nothing behind", async ({
  page,
  product,
  fleet,
}) => {
  test.setTimeout(4 * SET_UP_MS_MAX);
  const { aws } = product;
  const schedules = [{ schedule: "0 2 * * *", zone: "UTC" }];
  await fleet.rest.patch(`/api/instances/${fleet.webId}`, { schedules });
  await page.goto(`/instances/${fleet.webId}`);
  await expect(page.getByText("AMIVault starts these backups.")).toBeVisible();
  await page.getByRole("button", { name: "Let AWS start them" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("cron(0 2 * * ? *) UTC");
  await expect(dialog).toContainText("amivault:protect");
  await dialog.getByRole("button", { name: "Let AWS start them" }).click();

  // Its steps, and their end, without a reload.
  const steps = page.getByRole("list", { name: "Steps in AWS" });
  await expect(steps.getByRole("listitem").first()).toBeVisible();
  await expect(page.getByText("starts these backups")).toBeVisible({ timeout: SET_UP_MS_MAX });
  await expect(steps).toHaveCount(0);
  const [rule] = (await aws.rules({})).filter(({ scheduleExpression }) => scheduleExpression);
  expect(rule).toMatchObject({ scheduleExpression: "cron(0 2 * * ? *)", state: "ENABLED" });

  await page.getByRole("link", { name: "AWS (EventBridge)" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(REGION);
  const row = page.getByRole("row").filter({ hasText: rule?.name ?? "" });
  await expect(row).toContainText("Ready");
  await expect(row.getByRole("link", { name: /console/ })).toHaveAttribute("href", /events\/home/);

  await disableRule({ product, fleet, name: rule?.name ?? "" });
  await page.getByRole("button", { name: /^Compare/ }).click();
  await expect(row).toContainText("Somebody disabled it in AWS.");
  await expect(page.getByText("Needs you")).toBeVisible();
  await row.getByRole("button", { name: /^Repair/ }).click();
  await agree(page, "Repair it");
  await expect(row).toContainText("Ready");
  await expect
    .poll(async () => (await aws.rules({})).find(({ name }) => name === rule?.name)?.state)
    .toBe("ENABLED");

  await page.goto("/schedules/aws");
  const place = page.getByRole("row").filter({ hasText: REGION });
  await expect(place).toContainText("Ready");
  await page.goto("/instances?scheduler=eventbridge");
  await expect(page.getByRole("row").filter({ hasText: "web-1" })).toContainText("by AWS");

  await page.goto(`/instances/${fleet.webId}`);
  await page.getByRole("button", { name: "Let AMIVault start them" }).click();
  await dialog.getByRole("button", { name: "Let AMIVault start them" }).click();
  await expect(page.getByText("AMIVault starts these backups.")).toBeVisible({
    timeout: SET_UP_MS_MAX,
  });
  await page.goto("/schedules/aws");
  await expect(page.getByText("AMIVault starts every backup")).toBeVisible({
    timeout: SET_UP_MS_MAX,
  });
  expect(await aws.rules({})).toEqual([]);
  expect(await aws.functions({})).toEqual([]);
});

test("many change who starts them in one go, and what AWS cannot keep says why", async ({
  page,
  fleet,
}) => {
  const [first = "", second = ""] = fleet.hostileIds;
  const both = { schedule: "0 2 */2 * 5", zone: "UTC" };
  await fleet.rest.patch(`/api/instances/${second}`, { paused: true });
  await fleet.rest.patch(`/api/instances/${first}`, { schedules: [both], paused: true });
  await page.goto("/instances");
  await page.getByRole("checkbox", { name: /img src=x/ }).check();
  await page.getByRole("checkbox", { name: /HYPERLINK/ }).check();
  await page.getByRole("button", { name: "Who starts them" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Change 2 instances" }).click();
  await expect(dialog).toContainText("1 done, 1 refused");
  await expect(dialog).toContainText("either days of the month or weekdays");

  await page.goto(`/instances/${first}`);
  await page.getByRole("button", { name: "Let AWS start them" }).click();
  await expect(dialog).toContainText("AWS cannot keep this schedule.");
  await expect(dialog.getByRole("button", { name: "Let AWS start them" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.goto(`/instances/${second}`);
  await expect(page.getByText("nothing is due now")).toBeVisible();
  await page.getByRole("button", { name: "Let AMIVault start them" }).click();
  await dialog.getByRole("button", { name: "Let AMIVault start them" }).click();
  await expect(page.getByText("AMIVault starts these backups.")).toBeVisible();
});
