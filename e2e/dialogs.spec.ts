import { expect, test } from "./test";

test("a link in a dialog leads on and leaves the dialog behind, and so does Back", async ({
  page,
  fleet,
}) => {
  await page.goto("/alerts");
  await page.getByRole("navigation").getByRole("link", { name: "Instances" }).click();
  await page.getByLabel("Choose web-1").check();
  await page.getByRole("button", { name: "Check now" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Check one instance" }).click();
  await expect(dialog).toContainText("1 done");
  await dialog.getByRole("link", { name: "web-1" }).click();
  await expect(page).toHaveURL(new RegExp(`/instances/${fleet.webId}$`));
  await expect(page.getByRole("heading", { level: 1, name: "web-1" })).toBeVisible();
  await expect(dialog).toHaveCount(0);

  await page.goBack();
  await page.getByLabel("Choose web-1").check();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/alerts$/);
  await expect(dialog).toHaveCount(0);
});

test("after an act on many the keyboard goes on from the content", async ({ page }) => {
  await page.goto("/instances");
  await page.getByLabel("Choose web-1").check();
  await page.getByRole("button", { name: "Check now" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Check one instance" }).click();
  await expect(dialog).toContainText("1 done");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator("#main")).toBeFocused();
});

test("a dialog of a row outlives the row", async ({ page, product, fleet }) => {
  const { instanceId } = await product.aws.createInstance({
    accountId: fleet.accountId,
    region: "eu-central-1",
    name: "short-lived",
  });
  const made = await fleet.rest.post("/api/instances", {
    credentialId: fleet.credentialId,
    region: "eu-central-1",
    instanceId,
  });
  await page.goto("/instances?search=short-lived");
  const opener = page.getByRole("button", { name: "Back up now: short-lived" });
  await opener.click();
  const words = page.getByRole("dialog").getByLabel("Description");
  await words.fill("before the upgrade");
  await fleet.rest.delete(`/api/instances/${String(made["id"])}`);
  await expect(opener).toHaveCount(0);
  await expect(words).toHaveValue("before the upgrade");
});
