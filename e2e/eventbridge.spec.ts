import { DisableRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Page } from "@playwright/test";
import { prepareAccount } from "./account";
import type { Account } from "./account";
import { REGION } from "./fleet";
import type { Product } from "./product";
import { expect, test } from "./test";

/** IAM takes its time in AWS, and in the simulated one too. */
const SET_UP_MS_MAX = 120_000;

/** As somebody with the console would. */
async function disableRule(of: { product: Product; account: Account; name: string }) {
  const events = new EventBridgeClient({
    endpoint: of.product.awsUrl,
    region: REGION,
    credentials: of.account.keys,
  });
  await events.send(new DisableRuleCommand({ Name: of.name }));
  events.destroy();
}

async function agree(page: Page, label: string): Promise<void> {
  await page.locator(".swal2-popup").getByRole("button", { name: label }).click();
}

const DAILY = { schedule: "0 2 * * *", zone: "UTC" };

test("AWS starts an instance’s backups: set up in view, changed by somebody, repaired, and left with nothing behind", async ({
  page,
  product,
  fleet,
}) => {
  test.setTimeout(4 * SET_UP_MS_MAX);
  const { aws } = product;
  const account = await prepareAccount({ product, fleet, names: ["ledger"], schedules: [DAILY] });
  const { accountId, ids } = account;
  const listRules = async () =>
    (await aws.rules({ accountId })).filter(({ scheduleExpression }) => scheduleExpression);
  await page.goto(`/instances/${ids[0]}`);
  await expect(page.getByText("AMIVault starts these backups.")).toBeVisible();
  await page.getByRole("button", { name: "Let AWS start them" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("cron(0 2 * * ? *) UTC");
  await expect(dialog).toContainText("amivault:protect");
  await dialog.getByRole("button", { name: "Let AWS start them" }).click();

  // Its steps, and their end, without a reload.
  const steps = page.getByRole("list", { name: "Steps in AWS" });
  await expect(steps.getByRole("listitem").first()).toBeVisible();
  await expect(page.getByText(/^[1-6] of [78] ready/)).toBeVisible({ timeout: SET_UP_MS_MAX });
  const inAws = page.getByRole("link", { name: "AWS (EventBridge)" });
  await expect(inAws).toBeVisible({ timeout: SET_UP_MS_MAX });
  await expect(steps).toHaveCount(0);
  const [rule] = await listRules();
  expect(rule).toMatchObject({ scheduleExpression: "cron(0 2 * * ? *)", state: "ENABLED" });

  await inAws.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(REGION);
  const row = page.getByRole("row").filter({ hasText: rule?.name ?? "" });
  await expect(row).toContainText("Ready");
  await expect(row.getByRole("link", { name: /console/ })).toHaveAttribute("href", /events\/home/);

  await disableRule({ product, account, name: rule?.name ?? "" });
  await page.getByRole("button", { name: /^Refresh/ }).click();
  await expect(row).toContainText("Somebody disabled it in AWS.");
  await expect(page.getByText("Needs you")).toBeVisible();
  await row.getByRole("button", { name: /^Repair/ }).click();
  await agree(page, "Repair it");
  await expect(row).toContainText("Ready");
  await expect.poll(async () => (await listRules())[0]?.state).toBe("ENABLED");

  const placePath = new URL(page.url()).pathname;
  await page.goto("/schedules/aws");
  const place = page.getByRole("row").filter({ hasText: accountId });
  await expect(place).toContainText("Ready");
  await page.goto("/instances?scheduler=eventbridge");
  await expect(page.getByRole("row").filter({ hasText: "ledger" })).toContainText("started by AWS");

  await page.goto(`/instances/${ids[0]}`);
  await page.getByRole("button", { name: "Let AMIVault start them" }).click();
  await dialog.getByRole("button", { name: "Let AMIVault start them" }).click();
  await expect(page.getByText("AMIVault starts these backups.")).toBeVisible({
    timeout: SET_UP_MS_MAX,
  });
  await page.goto("/schedules/aws");
  await expect(place).toHaveCount(0, { timeout: SET_UP_MS_MAX });
  expect(await aws.rules({ accountId })).toEqual([]);
  expect(await aws.schedules({ accountId })).toEqual([]);
  expect(await aws.functions({ accountId })).toEqual([]);
  const gone = await page.request.get(placePath);
  expect(gone.status()).toBe(404);
  expect(await gone.text()).toContain("Nothing of AMIVault is in AWS here");
});

test("many change who starts them in one go, and what AWS cannot keep says why", async ({
  page,
  product,
  fleet,
}) => {
  const names = ["odd-days", "plain"];
  const { rest } = fleet;
  const { ids } = await prepareAccount({ product, fleet, names, schedules: [DAILY] });
  const [odd = "", plain = ""] = ids;
  // Nothing is due of what is paused, so that nothing is made in AWS.
  await rest.patch(`/api/instances/${plain}`, { paused: true });
  const schedules = [{ schedule: "0 2 */2 * 5", zone: "UTC" }];
  await rest.patch(`/api/instances/${odd}`, { schedules });
  await page.goto("/instances");
  for (const name of names) await page.getByRole("checkbox", { name }).check();
  await page.getByRole("button", { name: "Who starts them" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Change 2 instances" }).click();
  await expect(dialog).toContainText("1 done, 1 refused");
  await expect(dialog).toContainText("either days of the month or weekdays");

  await page.goto(`/instances/${odd}`);
  await page.getByRole("button", { name: "Let AWS start them" }).click();
  await expect(dialog).toContainText("AWS cannot keep this schedule.");
  await expect(dialog.getByRole("button", { name: "Let AWS start them" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.goto(`/instances/${plain}`);
  await expect(page.getByText("nothing is due now")).toBeVisible();
  await page.getByRole("button", { name: "Let AMIVault start them" }).click();
  await dialog.getByRole("button", { name: "Let AMIVault start them" }).click();
  await expect(page.getByText("AMIVault starts these backups.")).toBeVisible();
});
