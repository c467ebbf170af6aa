import { expect, test } from "./test";

test("a cursor that no list gave out shows the first page and says so", async ({ page, fleet }) => {
  expect(fleet.webId).toBeTruthy();
  for (const path of ["/instances", "/backups", "/amis", "/credentials"]) {
    await page.goto(`${path}?cursor=zzz`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("does not know: cursor")).toBeVisible();
  }
});

test("the search box says what the address says, after a link and after Back", async ({ page }) => {
  await page.goto("/instances");
  const box = page.getByLabel("Name, instance id or tag");
  await box.fill("nothing is called this");
  await page.getByRole("link", { name: "Show all instances" }).click();
  await expect(page).toHaveURL(/\/instances$/);
  await expect(box).toHaveValue("");
  await page.goto("/instances?search=web");
  await page.getByRole("navigation").getByRole("link", { name: "Instances" }).first().click();
  await expect(page).toHaveURL(/\/instances$/);
  await box.fill("i-0");
  await expect(page).toHaveURL(/search=i-0/);
  await page.goBack();
  await expect(page).toHaveURL(/search=web/);
  await expect(box).toHaveValue("web");
});

test("a filter of the address that no option offers is shown, and outlives another one", async ({
  page,
}) => {
  await page.goto("/backups?status=failed");
  const status = page.getByLabel("Status", { exact: true });
  await expect(status).toHaveValue("failed");
  await page.getByLabel("Region", { exact: true }).selectOption("eu-central-1");
  await expect(page).toHaveURL(/region=eu-central-1/);
  await expect(page).toHaveURL(/status=failed/);
  await expect(status).toHaveValue("failed");
});
