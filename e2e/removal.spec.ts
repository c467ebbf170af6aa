import { prepareOldInstance } from "./history";
import type { OldInstance } from "./history";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

let old: OldInstance;

test.beforeAll(async ({ product, fleet }) => {
  old = await prepareOldInstance(
    { product, fleet },
    { name: "to-be-thinned", ages: [9, 8, 7, 6, 5] },
  );
});

test("a backup that is deleted says so on its page, and the keyboard stays in it", async ({
  page,
}) => {
  await page.goto(`/backups/${old.backupIds[0]}`);
  await page.getByRole("button", { name: "Delete this backup…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("The image with its snapshots").click();
  await dialog.getByRole("button", { name: "Delete the image and its snapshots" }).click();
  await expect(page.locator(".swal2-toast")).toContainText("on their way out");
  await expect(page.locator("main")).toBeFocused();
  await expect(page.locator(".page-lead")).toContainText("Deleted", { timeout: 30_000 });
  await expect(page.locator(".life")).toContainText("Deleted");
  await expect(page.getByText("Bring it back")).toHaveCount(0);
});

test("all on a page are selected at once, and a plan of records alone says that AWS keeps its images", async ({
  page,
  product,
}) => {
  await page.goto(`/backups?instance=${old.id}&status=available`);
  await page.getByLabel("Select all on this page").check();
  await expect(page.getByText("4 selected").first()).toBeVisible();
  await page.getByLabel("What shall go of them").selectOption("record");
  await page.getByRole("button", { name: "Plan the deletion of 4" }).click();
  const remove = page.getByRole("button", { name: /^Remove \d records?$/ });
  await expect(remove).toBeVisible({ timeout: 30_000 });
  await remove.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Nothing is removed from AWS");
  await dialog.getByRole("button", { name: /^Remove \d$/ }).click();
  await expect(page.locator(".page-lead")).toContainText("Applied", { timeout: 30_000 });
  const { items } = await product.aws.images({ instanceId: old.instanceId, live: true });
  expect(items).toHaveLength(4);
});

test("what is wrong in a form has the keyboard's focus", async ({ page }) => {
  await page.goto("/retention/new");
  await page.getByRole("button", { name: "Save the policy" }).click();
  await expect(page.getByText("Give the policy a name.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
});
