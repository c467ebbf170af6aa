import { test as base, expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { REGION } from "./fleet";
import { startProduct } from "./product";
import type { Product } from "./product";
import { prepareOldInstance } from "./history";
import { Rest, textOf } from "./rest";
import { test } from "./test";
import { watchPage } from "./watch-page";

/** An image is made while the test looks on. */
const MADE_MS_MAX = 60_000;

base.describe("the first run", () => {
  base.setTimeout(180_000);

  base("leads from nothing to the first good backup, step by step", async ({ page }) => {
    const product = await startProduct();
    try {
      const watch = watchPage(page);
      const { keys, instanceId } = await prepareAccount(product);
      await enter(page, product);
      const steps = page.getByRole("region", { name: "To your first backup" });
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing is protected yet.");
      await expect(steps.getByRole("listitem")).toHaveCount(3);

      await steps.getByRole("link", { name: "Add a credential" }).click();
      await page.getByLabel("Name").fill("Production");
      await page.getByLabel("Default region").fill(REGION);
      await page.getByText("Access key", { exact: true }).click();
      await page.getByLabel("Access key ID").fill(keys.accessKeyId);
      await page.getByLabel("Secret access key").fill(keys.secretAccessKey);
      await page.getByRole("button", { name: "Check and save" }).click();
      await expect(page.getByText("Works")).toBeVisible();

      await page.getByRole("link", { name: "Dashboard" }).click();
      await expect(steps.locator(".is-done")).toContainText("Add a credential");
      await steps.getByRole("link", { name: "Add by id" }).click();
      await page.getByLabel("Instance id", { exact: true }).fill(instanceId);
      await page.getByRole("button", { name: "Protect this instance" }).click();
      await expect(page.getByRole("heading", { name: "first-1" })).toBeVisible();

      await page.getByRole("link", { name: "Dashboard" }).click();
      await expect(steps.locator(".is-done")).toHaveCount(2);
      await expect(steps).toContainText("The schedule starts one");
      await steps.getByRole("button", { name: "Back up now: first-1" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Back up now" }).click();
      await expect(steps).toContainText("It is on its way");
      await expect(page.getByRole("region", { name: "Running now" })).toContainText("first-1");

      // Nothing is clicked or reloaded from here on.
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(
        "The one instance is protected.",
        { timeout: MADE_MS_MAX },
      );
      await expect(steps).toHaveCount(0);
      await expect(page.getByRole("region", { name: "Running now" })).not.toContainText("first-1");
      await expect(page.getByRole("region", { name: "Recent events" })).toContainText(
        "Backup available: first-1",
      );
      await expect(page.getByRole("region", { name: "Stored" })).toContainText("1 image");
      expect(watch.problems).toEqual([]);
    } finally {
      await product.stop();
    }
  });
});

test("a failing account is shown with the statement that mends it", async ({
  page,
  product,
  fleet,
}) => {
  const { aws } = product;
  const { accountId, credentialId, rest } = fleet;
  const { instanceId } = await aws.createInstance({ accountId, region: REGION, name: "denied-1" });
  const instance = { credentialId, region: REGION, instanceId };
  const id = textOf(await rest.post("/api/instances", instance), "id");
  await page.goto("/");
  await aws.deny({ accountId, action: "ec2:CreateImage" });
  await rest.post(`/api/instances/${id}/backups`, {});
  const needsYou = page.getByRole("region", { name: "Needs you" });
  const entry = needsYou.getByRole("listitem").filter({ hasText: "denied-1" });
  await expect(entry).toContainText(`account ${accountId}`);
  await entry.getByText("Show the statement to add").click();
  await expect(entry.locator(".command")).toContainText(`"ec2:CreateImage"`);
  await expect(page.getByRole("region", { name: "Recent events" })).toContainText("denied-1");
  await aws.allow({});
  await rest.post(`/api/instances/${id}/backups`, {});
  await expect(entry).toHaveCount(0, { timeout: MADE_MS_MAX });
});

test("a day of the heat map leads to its backups, by mouse and by keys", async ({
  page,
  product,
  fleet,
}) => {
  const old = await prepareOldInstance({ product, fleet }, { name: "heated", ages: [3, 2] });
  await page.goto("/");
  const grid = page.getByRole("grid");
  const row = grid.getByRole("row").filter({ hasText: "heated" });
  const good = row.getByRole("gridcell", { name: /: available$/ });
  await expect(good).toHaveCount(2);
  await good.first().click();
  await expect(page).toHaveURL(new RegExp(`/backups\\?instance=${old.id}&from=`));
  await expect(page.locator("tbody tr")).toHaveCount(1);

  await page.goBack();
  await expect(good).toHaveCount(2);
  await grid.focus();
  const rowIndex = Number(await row.getAttribute("aria-rowindex"));
  for (let down = 2; down < rowIndex; down += 1) await page.keyboard.press("ArrowDown");
  for (let days = 0; days < 2; days += 1) await page.keyboard.press("ArrowLeft");
  const cellId = await good.last().getAttribute("id");
  await expect(grid).toHaveAttribute("aria-activedescendant", cellId ?? "");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`instance=${old.id}&from=`));
  await page.goBack();
  await grid.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/instances\/ins_/);
});

test("times that tick make no formatter anew: clearing those away would stop a scroll", async ({
  page,
  fleet,
}) => {
  await page.addInitScript(countFormatters);
  await fleet.rest.post(`/api/instances/${fleet.webId}/backups`, {});
  await page.goto("/");
  await nextTick(page);
  const before = await page.evaluate(() => Reflect.get(globalThis, "formatters"));
  await nextTick(page);
  expect(await page.evaluate(() => Reflect.get(globalThis, "formatters"))).toBe(before);
});

/** Runs in the page, before its own scripts. */
function countFormatters(): void {
  const { DateTimeFormat } = Intl;
  const count = (): void => {
    Reflect.set(globalThis, "formatters", Number(Reflect.get(globalThis, "formatters")) + 1);
  };
  Reflect.set(globalThis, "formatters", 0);
  Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
    construct: (target, given) => (count(), Reflect.construct(target, given)),
    apply: (target, self, given) => (count(), Reflect.apply(target, self, given)),
  });
}

/** Until a time on the page says something else: its script is at work. */
async function nextTick(page: Page): Promise<void> {
  const readTimes = async () => (await page.locator("time").allInnerTexts()).join();
  const before = await readTimes();
  await expect.poll(readTimes).not.toBe(before);
}

test("the heat map is filtered by health, and says when nothing is like that", async ({
  page,
  fleet,
}) => {
  expect(fleet.webId).not.toBe("");
  await page.goto("/");
  const grid = page.getByRole("grid");
  await expect(grid.getByRole("row").filter({ hasText: "web-1" })).toHaveCount(1);
  await page.getByLabel("Health", { exact: true }).selectOption("paused");
  await expect(page.getByText("No instance is like that.")).toBeVisible();
  await page.getByLabel("Health", { exact: true }).selectOption("");
  await expect(grid.getByRole("row").filter({ hasText: "web-1" })).toHaveCount(1);
});

test("the next 24 hours say what starts, by the arrow keys too, and as a table", async ({
  page,
  fleet,
}) => {
  expect(fleet.webId).not.toBe("");
  await page.goto("/");
  const day = page.getByRole("region", { name: "The next 24 hours" });
  const slider = day.getByRole("slider");
  await slider.focus();
  await page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", /starts?$/);
  await day.getByText("Show as a table").click();
  await expect(day.getByRole("table").getByRole("row").nth(1)).toContainText(/\d/);
});

/** An account with one instance, in AWS. */
async function prepareAccount({ aws }: Product) {
  const { accountId, keys } = await aws.createAccount({ name: "first" });
  const [key] = keys;
  if (key === undefined) throw new Error("The account has no key.");
  const { instanceId } = await aws.createInstance({ accountId, region: REGION, name: "first-1" });
  return { keys: key, instanceId };
}

/** Signed in, with a password of one's own. */
async function enter(page: Page, product: Product): Promise<void> {
  const { administrator, url } = product;
  const rest = new Rest(url);
  const password = `${administrator.password}-changed`;
  await rest.signIn(administrator);
  await rest.changePassword({
    currentPassword: administrator.password,
    newPassword: password,
  });
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("User name").fill(administrator.username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${url}/`);
}
