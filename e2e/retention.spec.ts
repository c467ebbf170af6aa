import type { Page } from "@playwright/test";
import { letAnHourPass, prepareOldInstance } from "./history";
import type { OldInstance } from "./history";
import { textOf } from "./rest";
import { expect, test } from "./test";

test.describe.configure({ mode: "serial" });

/** Days: the first four are older than the policy will allow. */
const AGES = [60, 50, 45, 40, 3, 2, 1];

let old: OldInstance;
let policyId: string;

test.beforeAll(async ({ product, fleet }) => {
  old = await prepareOldInstance({ product, fleet }, { name: "ledger-db", ages: AGES });
  const rules = { name: "A long time", keepDays: 400, floor: 2 };
  policyId = textOf(await fleet.rest.post("/api/policies", rules), "id");
  await fleet.rest.post(`/api/policies/${policyId}/instances`, { instanceIds: [old.id] });
});

async function agree(page: Page, button: string) {
  await page.getByRole("dialog").getByRole("button", { name: button }).click();
}

test("an edited policy says what it would remove before it is saved, and never what is held", async ({
  page,
}) => {
  await page.goto(`/backups/${old.backupIds[0]}`);
  await page.getByRole("button", { name: "Hold this backup" }).click();
  await expect(page.getByText("Held: no policy and no plan removes it.")).toBeVisible();

  await page.goto(`/retention/${policyId}?instance=${old.id}`);
  const dryRun = page.getByRole("region", { name: "Dry run" });
  await expect(dryRun).toContainText("7 stay, 0 would go");
  await page.getByLabel("Keep everything for (days)").fill("30");
  await expect(dryRun).toContainText("4 stay, 3 would go");
  await expect(dryRun.getByRole("listitem").last()).toContainText("held");
  await page.getByRole("button", { name: "Save the policy" }).click();
  await expect(page.getByRole("dialog")).toContainText("Save a policy that releases 3 images?");
  await agree(page, "Save the policy");
  await expect(page.locator(".swal2-toast")).toContainText("saved");
  await expect(page.getByRole("row", { name: /A long time/ })).toContainText("30 days");
});

test("what a policy releases waits with its proof, and goes from AWS once a person applies it", async ({
  page,
  product,
  fleet,
}) => {
  const [, named = "", heldLater = "", free = ""] = old.imageIds;
  const { aws } = product;
  const { accountId } = fleet;
  await aws.createLaunchTemplate({ accountId, region: "eu-central-1", imageIds: [named] });
  await page.goto("/retention");
  await page.getByRole("button", { name: "Confirm retention for this account" }).click();
  await agree(page, "Confirm retention");
  await expect(page.getByText(/^confirmed/)).toBeVisible();
  await page.goto("about:blank");
  await product.restart(() => letAnHourPass(product));

  await page.goto("/");
  const needsYou = page.getByRole("region", { name: "Needs you" });
  const waiting = needsYou
    .getByRole("listitem")
    .filter({ hasText: "A removal waits for a person" });
  await waiting.getByRole("link", { name: "Review the plan" }).click();
  await expect(page.locator(".page-lead")).toContainText("Waits for you");
  const item = (imageId: string) => page.getByRole("listitem").filter({ hasText: imageId }).first();
  await expect(item(named)).toContainText("Blocked");
  await expect(item(named)).toContainText("names the image in one of its versions");
  await expect(item(free)).toContainText("May go");
  await expect(item(free)).toContainText("older than 30 days");

  await fleet.rest.patch(`/api/backups/${old.backupIds[2]}`, { held: true });
  await page.getByRole("button", { name: "Remove 2 from AWS" }).click();
  await agree(page, "Remove 2");
  await expect(page.locator(".page-lead")).toContainText("Applied", { timeout: 30_000 });
  await expect(item(free)).toContainText("Removed");
  await expect(item(heldLater)).toContainText("Kept");
  await expect(item(heldLater)).toContainText(/held/i);
  const { items } = await aws.images({ instanceId: old.instanceId, live: true });
  const live = new Set(items.map(({ imageId }) => imageId));
  expect(old.imageIds.filter((imageId) => !live.has(imageId))).toEqual([free]);
});

test("tags that somebody changed in AWS are found, and written again by one button", async ({
  page,
  product,
}) => {
  const imageId = old.imageIds.at(-1) ?? "";
  const tagsOf = async () => (await product.aws.images({ imageId })).items[0]?.tags ?? {};
  const before = await tagsOf();
  await product.aws.retag({ resourceId: imageId, tags: { "amivault:backup": "somethingelse" } });
  await page.goto("/findings");
  await page.getByRole("button", { name: "Compare now", exact: true }).first().click();
  const row = page.getByRole("listitem").filter({ hasText: imageId });
  await expect(row).toContainText("amivault:backup is missing or changed");
  await row.getByRole("button", { name: /^Write the tags again/ }).click();
  await agree(page, "Write the tags");
  await expect(page.locator(".swal2-toast")).toContainText("Tags written: 1.");
  await expect(row).toHaveCount(0);
  expect(await tagsOf()).toEqual(before);
});

test("another policy for an instance says what it would remove before it holds", async ({
  page,
  fleet,
}) => {
  await fleet.rest.post("/api/policies", { name: "One day", keepDays: 1, floor: 1 });
  await page.goto(`/instances/${old.id}`);
  const policy = page.getByLabel("Policy");
  const before = await policy.inputValue();
  await policy.selectOption({ label: "One day" });
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(/Choose “One day”, which releases \d+ images?\?/);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(policy).toHaveValue(before);

  await policy.selectOption({ label: "One day" });
  await agree(page, "Choose the policy");
  await expect(page.locator(".swal2-toast")).toContainText("The policy is changed.");
  await expect(page.getByRole("region", { name: "Retention" })).toContainText("Keeps 1 day");
});
