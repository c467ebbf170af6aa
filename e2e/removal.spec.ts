import { prepareOldInstance } from "./history";
import type { OldInstance } from "./history";
import { REGION } from "./fleet";
import { textOf } from "./rest";
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
  await expect(page.getByText("4 backups selected")).toBeVisible();
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByText("Records alone").click();
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

test("keys that are given once delete a backup whose account no credential reaches", async ({
  page,
  product,
  fleet,
}) => {
  test.setTimeout(90_000);
  const { rest } = fleet;
  const { accountId, keys } = await product.aws.createAccount({ name: "left behind" });
  const [key] = keys;
  if (key === undefined) throw new Error("The account has no key.");
  const { accessKeyId, secretAccessKey } = key;
  const named = { name: "Left behind", region: REGION, kind: "access_key" };
  const credential = await rest.post("/api/aws-credentials", {
    ...named,
    accessKeyId,
    secretAccessKey,
  });
  const credentialId = textOf(credential, "id");
  const left = await prepareOldInstance(
    { product, fleet: { ...fleet, accountId, credentialId } },
    { name: "left", ages: [4, 3, 2] },
  );
  await rest.delete(`/api/instances/${left.id}`);
  await rest.delete(`/api/aws-credentials/${credentialId}`);
  await page.goto(`/backups/${left.backupIds[0]}`);
  await page.getByRole("button", { name: "Delete this backup…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("The image with its snapshots").click();
  await dialog.getByLabel("Access key ID").fill(accessKeyId);
  await dialog.getByLabel("Secret access key").fill("not-the-secret");
  const go = dialog.getByRole("button", { name: "Delete the image and its snapshots" });
  await go.click();
  await expect(dialog.locator(".notice-bad")).toBeVisible({ timeout: 40_000 });
  await expect(dialog.getByLabel("Access key ID")).toHaveValue(accessKeyId);
  await dialog.getByLabel("Secret access key").fill(secretAccessKey);
  await go.click();
  await expect(page.locator(".page-lead")).toContainText("Deleted", { timeout: 40_000 });
  const { items } = await product.aws.images({ instanceId: left.instanceId, live: true });
  expect(items.map(({ imageId }) => imageId).toSorted()).toEqual(left.imageIds.slice(1).toSorted());
  expect(await page.content()).not.toContain(secretAccessKey);
});
