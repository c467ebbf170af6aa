import type { Page } from "@playwright/test";
import type { Product } from "./product";
import { expect, test } from "./test";
import { watchPage } from "./watch-page";

test.describe.configure({ mode: "serial" });

/** Those that the product made; other tests leave images of other tools. */
async function countImages(of: { product: Product; instanceId: string }): Promise<number> {
  const { items } = await of.product.aws.images({});
  const made = items.filter(({ tags }) => Object.hasOwn(tags, "amivault:owner"));
  return made.filter((image) => image.sourceInstanceId === of.instanceId).length;
}

async function openDialog(page: Page) {
  await page.getByRole("button", { name: "Back up now" }).first().click();
  return page.getByRole("dialog");
}

test("a backup is asked for and seen to finish, without a reload", async ({
  page,
  product,
  fleet,
}) => {
  test.setTimeout(120_000);
  await page.goto(`/instances/${fleet.webId}`);
  await page.evaluate(() => {
    document.documentElement.dataset["sameDocument"] = "yes";
  });
  const dialog = await openDialog(page);
  await expect(dialog).toContainText("No reboot.");
  await expect(dialog.getByLabel("Keeps running")).toBeChecked();
  await dialog.getByLabel("Description").fill("before the <b>update</b> äöü");
  await dialog.getByRole("button", { name: "Back up now" }).click();
  await expect(dialog).toHaveCount(0);
  const row = page.locator("tbody tr").first();
  await expect(row).toContainText(/Queued|Creating|Pending/);
  await row.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/backups\/bak_/);
  await expect(page.locator(".life")).toContainText("Pending");
  await expect(page.locator(".page-lead")).toContainText("Available", { timeout: 60_000 });
  await expect(page.locator(".command")).toContainText("aws ec2 run-instances");
  await expect(page.locator("table code", { hasText: "snap-" })).toHaveCount(2);
  await expect(page.getByLabel("What this backup is for")).toHaveValue(
    "before the <b>update</b> äöü",
  );
  expect(await page.evaluate(() => document.documentElement.dataset["sameDocument"])).toBe("yes");

  expect(await countImages({ product, instanceId: fleet.webInstanceId })).toBe(1);
});

test("two clicks and two tabs at once make one backup, and the loser is told which", async ({
  page,
  context,
  product,
  fleet,
}) => {
  test.setTimeout(120_000);
  const before = await countImages({ product, instanceId: fleet.webInstanceId });
  const other = await context.newPage();
  const watchOther = watchPage(other);
  await page.goto(`/instances/${fleet.webId}`);
  await other.goto(`/instances/${fleet.webId}`);
  const dialogs = [await openDialog(page), await openDialog(other)];
  await Promise.all(
    dialogs.map((dialog) => dialog.getByRole("button", { name: "Back up now" }).dblclick()),
  );
  const refused = [page, other].map((tab) => tab.getByRole("dialog").getByRole("alert"));
  await expect
    .poll(async () => (await Promise.all(refused.map((alert) => alert.count()))).toSorted())
    .toEqual([0, 1]);
  const loser = (await refused[0]?.count()) === 1 ? page : other;
  await loser.getByRole("dialog").getByRole("link", { name: "Show it" }).click();
  await expect(loser).toHaveURL(/\/backups\/bak_/);
  await expect(loser.locator(".page-lead")).toContainText("Available", { timeout: 60_000 });
  expect(await countImages({ product, instanceId: fleet.webInstanceId })).toBe(before + 1);
  expect(watchOther.problems).toEqual([]);
});

test("a change reaches every open tab by itself, over one stream, and each asks for its page alone", async ({
  page,
  context,
  fleet,
}) => {
  const streams: string[] = [];
  const asked = new Set<string>();
  const path = `/instances/${fleet.webId}`;
  const tabs = [page, await context.newPage(), await context.newPage()];
  context.on("request", (request) => {
    if (request.url().includes("/api/events")) streams.push(request.url());
  });
  for (const tab of tabs) await tab.goto(path);
  await expect.poll(() => streams.length).toBe(1);
  context.on("request", (request) => {
    if (request.headers()["rsc"] !== undefined) asked.add(new URL(request.url()).pathname);
  });
  await fleet.rest.patch(`/api/instances/${fleet.webId}`, { paused: true });
  for (const tab of tabs) {
    await expect(tab.getByText("Paused: nothing is backed up.")).toBeVisible();
  }
  await fleet.rest.patch(`/api/instances/${fleet.webId}`, { paused: false });
  for (const tab of tabs) {
    await expect(tab.getByText("Paused: nothing is backed up.")).toHaveCount(0);
  }
  // What else it asks for stands before what changed: links in view, for every tab at once.
  expect([...asked]).toEqual([path]);
});
