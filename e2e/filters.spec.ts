import { hold } from "./hold";
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

test("a filter keeps the focus and what is typed while it takes effect", async ({ page }) => {
  await page.goto("/instances/discover");
  const tag = page.getByLabel("Tag, or tag=value");
  await tag.focus();
  await page.keyboard.type("Name");
  await expect(page).toHaveURL(/tag=Name/);
  await expect(page.locator("form[aria-busy=false]")).toBeVisible();
  await expect(tag).toBeFocused();
  await page.keyboard.type("=web-1");
  await expect(page).toHaveURL(/tag=Name%3Dweb-1/);
  await expect(tag).toHaveValue("Name=web-1");
  const region = page.getByLabel("Region", { exact: true });
  await region.focus();
  await region.selectOption("eu-central-1");
  await expect(page).toHaveURL(/region=eu-central-1/);
  await expect(page.locator("form[aria-busy=false]")).toBeVisible();
  await expect(region).toBeFocused();
  await page.goto("/instances/discover?tag=nothing-has-it");
  await page.getByRole("link", { name: "Show what is not protected" }).click();
  await expect(tag).toHaveValue("");
});

test("filters that are wanted less often stay open while one of them is taken away", async ({
  page,
}) => {
  await page.goto("/backups?held=true");
  const held = page.getByLabel("Hold", { exact: true });
  await held.focus();
  await held.selectOption("");
  await expect(page).toHaveURL(/\/backups$/);
  await expect(held).toBeVisible();
  await expect(held).toBeFocused();
});

test("all of a page that are ticked before its script has run are chosen", async ({
  page,
  fleet,
}) => {
  const release = await hold(page, "**/*.js");
  await page.goto(`/instances?search=${fleet.webInstanceId}`, { waitUntil: "commit" });
  await page.getByLabel("Select all on this page").check();
  release();
  await expect(page.getByText("one instance selected")).toBeVisible();
  await expect(page.getByLabel("Choose web-1")).toBeChecked();
});
