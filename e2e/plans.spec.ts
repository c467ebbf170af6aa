import { prepareOldInstance } from "./history";
import { textOf } from "./rest";
import { expect, test } from "./test";

const AGES = Array.from({ length: 15 }, (_, index) => index + 5);

test("a plan is reviewed: one item is left out, and the number of the others is typed before they go", async ({
  page,
  product,
  fleet,
}) => {
  const old = await prepareOldInstance({ product, fleet }, { name: "to-be-planned", ages: AGES });
  const plan = await fleet.rest.post("/api/plans", {
    backupIds: old.backupIds.slice(0, 12),
    mode: "image_and_snapshots",
  });
  await page.goto(`/plans/${textOf(plan, "planId")}`);
  await expect(page.locator(".page-lead")).toContainText("Waits for you", { timeout: 30_000 });
  const items = page.getByRole("region", { name: "What the plan is about" });
  await expect(items).toContainText("Stays in its place");
  await expect(page.getByLabel("Type 12 to remove them")).toBeVisible();

  const kept = old.imageIds[0] ?? "";
  await items.getByRole("checkbox", { name: new RegExp(kept) }).check();
  await items.getByRole("button", { name: "Leave out" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Leave one item out" }).click();
  await dialog.locator(".dialog-foot").getByRole("button", { name: "Close" }).click();
  await expect(items.getByRole("listitem").filter({ hasText: kept })).toContainText("Left out by");

  const typed = page.getByLabel("Type 11 to remove them");
  await typed.fill("12");
  await page.getByRole("button", { name: "Remove 11 from AWS" }).click();
  await expect(page.locator(".field-error")).toContainText("Type 11");
  await typed.fill("11");
  await page.getByRole("button", { name: "Remove 11 from AWS" }).click();
  await expect(page.locator(".page-lead")).toContainText("Applied", { timeout: 60_000 });
  const { items: left } = await product.aws.images({ instanceId: old.instanceId, live: true });
  expect(left.map(({ imageId }) => imageId)).toContain(kept);
  expect(left).toHaveLength(AGES.length - 11);

  await page.goto("/plans?kind=bulk_delete");
  await expect(page.getByLabel("Made by")).toHaveValue("bulk_delete");
  await expect(page.getByRole("region", { name: "Removal plans" })).toContainText("Applied");
});

test("with an instance the deletion of its images is planned: the plan is there at once, is made, and waits", async ({
  page,
  product,
  fleet,
}) => {
  const old = await prepareOldInstance(
    { product, fleet },
    { name: "wholly-planned", ages: [5, 6, 7] },
  );
  await page.goto("/instances?search=wholly-planned");
  await expect(page.getByRole("heading", { name: "Instances", exact: true })).toBeVisible();
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Plan the deletion of their images").click();
  await dialog.getByRole("button", { name: "Remove one instance" }).click();
  await expect(dialog).toContainText("Nothing is deleted yet. The plan is being made");
  await dialog.getByRole("link", { name: "Review the removal plan" }).click();
  await expect(page).toHaveURL(/\/plans\/pln_/);
  await expect(page.locator(".page-lead")).toContainText("Waits for you", { timeout: 30_000 });
  const items = page.getByRole("region", { name: "What the plan is about" });
  await expect(items.getByRole("listitem")).toHaveCount(old.imageIds.length);
  // Nothing of it would stay: a person has to say so of each.
  await expect(items).toContainText("0 good backups of its instance would stay");
  await page.getByRole("button", { name: "Cancel the plan" }).click();
  await expect(page.locator(".page-lead")).toContainText("Cancelled");
  const { items: left } = await product.aws.images({ instanceId: old.instanceId, live: true });
  expect(left).toHaveLength(old.imageIds.length);
});
