import type { Page } from "@playwright/test";
import { prepareOldInstance } from "./history";
import type { OldInstance } from "./history";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

/** More than one page of the list holds. */
const COUNT = 60;
const AGES = Array.from({ length: COUNT }, (_, index) => COUNT - index);

let old: OldInstance;

test.beforeAll(async ({ product, fleet }) => {
  old = await prepareOldInstance({ product, fleet }, { name: "selected", ages: AGES });
});

async function openList(page: Page) {
  await page.goto(`/backups?instance=${old.id}&status=available`);
  await expect(page.getByRole("heading", { name: "Backups", exact: true })).toBeVisible();
  const boxes = page.locator("tbody input[type=checkbox]");
  await expect(boxes).toHaveCount(50);
  return boxes;
}

test("with Shift, all from the last one touched to this one are chosen, or given up", async ({
  page,
}) => {
  const boxes = await openList(page);
  await boxes.nth(2).click();
  await expect(page.getByText("one backup selected")).toBeVisible();
  await boxes.nth(6).click({ modifiers: ["Shift"] });
  await expect(page.getByText("5 backups selected")).toBeVisible();
  for (const index of [2, 3, 4, 5, 6]) await expect(boxes.nth(index)).toBeChecked();
  await expect(boxes.nth(1)).not.toBeChecked();
  await expect(boxes.nth(7)).not.toBeChecked();
  await boxes.nth(5).click({ modifiers: ["Shift"] });
  await expect(page.getByText("3 backups selected")).toBeVisible();
  await boxes.nth(0).click({ modifiers: ["Shift"] });
  await expect(page.getByText("6 backups selected")).toBeVisible();
  await page.getByRole("button", { name: "Select none" }).click();
  await expect(page.getByText("backups selected")).toHaveCount(0);
});

test("everything that matches is chosen beyond the page in view, and the act reaches all of it", async ({
  page,
  fleet,
}) => {
  await openList(page);
  await page.getByLabel("Select all on this page").check();
  await expect(page.getByText("50 backups selected")).toBeVisible();
  await page.getByRole("button", { name: "Select everything that matches" }).click();
  await expect(page.getByText(`${COUNT} backups selected`)).toBeVisible();
  await page.getByRole("button", { name: "Hold…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("all of them");
  await dialog.getByRole("button", { name: `Hold ${COUNT} backups` }).click();
  await expect(dialog.getByText(`${COUNT} done`)).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const { items } = await fleet.rest.get(`/api/backups?instance=${old.id}&held=true&limit=200`);
  expect(items).toHaveLength(COUNT);
});
