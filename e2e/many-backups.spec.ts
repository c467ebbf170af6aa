import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { prepareOldInstance } from "./history";
import type { OldInstance } from "./history";
import type { Product } from "./product";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

const AGES = [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

let old: OldInstance;

test.beforeAll(async ({ product, fleet }) => {
  old = await prepareOldInstance({ product, fleet }, { name: "many", ages: AGES });
});

const listOf = (id: string) => `/backups?instance=${id}&status=available`;
const boxes = (page: Page) => page.locator("tbody input[type=checkbox]");

async function act(page: Page, name: string) {
  await page.getByRole("button", { name }).click();
  return page.getByRole("dialog");
}

/** By the simulator's truth: what its images say under a tag. */
async function tagsInAws(product: Product, key: string): Promise<string[]> {
  const query = { instanceId: old.instanceId, live: true, limit: 100 };
  const { items } = await product.aws.images(query);
  return items.flatMap(({ tags }) => tags[key] ?? []);
}

test("several are held at once, each with its fate, and the filter that shows them survives reload and back", async ({
  page,
}) => {
  await page.goto(listOf(old.id));
  for (const index of [0, 1, 2]) await boxes(page).nth(index).check();
  const dialog = await act(page, "Hold…");
  await dialog.getByLabel("Reason").fill("before the audit");
  await dialog.getByRole("button", { name: "Hold 3 backups" }).click();
  await expect(dialog.getByText("3 done")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.locator("tbody").getByText("Held")).toHaveCount(3);
  await page.getByText("More filters").click();
  await page.getByLabel("Hold", { exact: true }).selectOption("true");
  await expect(page).toHaveURL(/held=true/);
  await expect(boxes(page)).toHaveCount(3);
  await page.reload();
  await expect(boxes(page)).toHaveCount(3);
  await expect(page.getByLabel("Hold", { exact: true })).toHaveValue("true");
  await page.locator("tbody tr").first().getByRole("link").first().click();
  await expect(page.getByText("before the audit").first()).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/held=true/);
  await expect(boxes(page)).toHaveCount(3);
  await page.getByLabel("Select all on this page").check();
  const release = await act(page, "Release…");
  await release.getByRole("button", { name: "Release 3 backups" }).click();
  await expect(release.getByText("3 done")).toBeVisible();
  await release.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("a tag that is set on many is on their images in AWS, and one of ours is refused", async ({
  page,
  product,
}) => {
  await page.goto(listOf(old.id));
  await page.getByLabel("Select all on this page").check();
  const dialog = await act(page, "Tag…");
  await dialog.getByLabel("Name", { exact: true }).fill("amivault:owner");
  await expect(dialog.getByText(/This name says whose an image is/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Tag 14 backups" })).toBeDisabled();
  await dialog.getByLabel("Name", { exact: true }).fill("purpose");
  await dialog.getByLabel("Value").fill("=1+1");
  await dialog.getByRole("button", { name: "Tag 14 backups" }).click();
  await expect(dialog.getByText("14 done")).toBeVisible({ timeout: 20_000 });
  await dialog.getByRole("button", { name: "Close" }).last().click();
  expect(await tagsInAws(product, "purpose")).toEqual(AGES.map(() => "=1+1"));
  await page.goto(`/backups/${old.backupIds[0]}`);
  await expect(page.locator(".tag-list")).toContainText("purpose =1+1");
  await page.getByRole("button", { name: "Remove the tag purpose" }).click();
  await expect(page.locator(".tag-list")).toHaveCount(0);
  expect(await tagsInAws(product, "purpose")).toHaveLength(13);
  await expect(page.getByText("took the tag “purpose” off it")).toBeVisible();
});

test("the list is exported as CSV in which nothing is a formula", async ({ page }) => {
  await page.goto("/backups");
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe("backups.csv");
  const text = await readFile(await download.path(), "utf8");
  const lines = text.trimEnd().split("\r\n");
  expect(lines.length).toBeGreaterThan(AGES.length);
  expect(lines.filter((line) => /(^|,)"?[=+@-]/.test(line))).toEqual([]);
  expect(text).toContain(`,"{""purpose"":""=1+1""}"`);
});

test("twelve are deleted by a plan: it asks for the number, tells the fate of each, and AWS has two left", async ({
  page,
  product,
}) => {
  test.setTimeout(120_000);
  await page.goto(listOf(old.id));
  await page.getByLabel("Select all on this page").check();
  for (const index of [0, 1]) await boxes(page).nth(index).uncheck();
  const dialog = await act(page, "Delete…");
  await dialog.getByText("Images with their snapshots").click();
  await dialog.getByRole("button", { name: "Plan the deletion of 12" }).click();
  await expect(page).toHaveURL(/\/plans\/pln_/, { timeout: 20_000 });
  const remove = page.getByRole("button", { name: "Remove 12 from AWS" });
  await expect(remove).toBeVisible({ timeout: 40_000 });
  await remove.click();
  await expect(page.getByText(/12/).first()).toBeVisible();
  await page.getByLabel("Type 12 to remove them").fill("12");
  await remove.click();
  await expect(page.locator(".page-lead")).toContainText("Applied", { timeout: 60_000 });
  await expect(page.locator("main").getByText("Removed", { exact: true })).toHaveCount(12);
  const query = { instanceId: old.instanceId, live: true, limit: 100 };
  const { items } = await product.aws.images(query);
  expect(items.map(({ imageId }) => imageId).toSorted()).toEqual(old.imageIds.slice(-2).toSorted());
});
