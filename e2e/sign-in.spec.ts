import { test as base, expect } from "@playwright/test";
import { hold } from "./hold";
import { startProduct } from "./product";
import { signIn, test } from "./test";
import { watchPage } from "./watch-page";

base.describe("the first sign-in", () => {
  base.setTimeout(120_000);

  base("asks for a password of one's own, and then leads to the first steps", async ({ page }) => {
    const product = await startProduct();
    try {
      const watch = watchPage(page);
      const { username, password } = product.administrator;
      await page.goto(`${product.url}/instances`);
      await expect(page).toHaveURL(/\/sign-in\?next=/);

      await page.getByLabel("User name").fill(username);
      await page.getByLabel("Password").fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("main").getByRole("alert")).toContainText("wrong");
      await expect(page.getByLabel("User name")).toHaveValue(username);

      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("heading", { name: "Choose your own password" })).toBeVisible();

      await page.goto(`${product.url}/backups`);
      await expect(page).toHaveURL(/\/first-password/);

      await page.getByLabel("Current password").fill(password);
      await page.getByLabel("New password", { exact: true }).fill("short");
      await page.getByLabel("New password again").fill("short");
      await page.getByRole("button", { name: "Change the password" }).click();
      await expect(page.getByText("Use at least 12 characters.")).toBeVisible();

      await page.getByLabel("Current password").fill(password);
      await page.getByLabel("New password", { exact: true }).fill("four plain words here");
      await page.getByLabel("New password again").fill("four plain words here");
      await page.getByRole("button", { name: "Change the password" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing is protected yet.");
      await expect(page.getByText("To your first backup")).toBeVisible();
      await expect(page.getByRole("link", { name: "Add a credential" })).toBeVisible();
      expect(watch.problems).toEqual([]);
    } finally {
      await product.stop();
    }
  });
});

test("signing out ends the session, and its cookie opens nothing any more", async ({
  browser,
  product,
  fleet,
}) => {
  const context = await browser.newContext({ baseURL: product.url, storageState: undefined });
  const page = await context.newPage();
  const { username } = product.administrator;
  await signIn(page, { username, password: fleet.password });
  await expect(page).toHaveURL(`${product.url}/`);
  const stolen = await context.cookies();
  await page.getByRole("link", { name: "Backups", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Backups" })).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  for (const step of ["to the backups", "to the page before them"]) {
    await page.goBack();
    await expect(page, step).toHaveURL(/\/sign-in/);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    expect(await page.content()).not.toContain("sidebar");
  }

  await context.addCookies(stolen);
  await page.goto("/backups");
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

test("what is typed after signing out stays: the page left behind does not reload the one that came", async ({
  browser,
  product,
  fleet,
}) => {
  const context = await browser.newContext({ baseURL: product.url, storageState: undefined });
  const page = await context.newPage();
  await page.clock.install();
  await signIn(page, { username: product.administrator.username, password: fleet.password });
  await expect(page).toHaveURL(`${product.url}/`);
  const documents: string[] = [];
  page.on("request", (request) => {
    if (request.isNavigationRequest()) documents.push(request.url());
  });

  // The stream ends with the session and asks whether there is another, all before the answer comes.
  const release = await hold(page, "**/api/me");
  const asked = page.waitForRequest("**/api/me");
  await page.route(`${product.url}/`, async (route) => {
    const response = await route.fetch();
    await asked;
    await route.fulfill({ response });
  });
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  const name = page.getByLabel("User name");
  await name.fill("somebody else");
  release();
  await page.evaluate(() => fetch("/api/me"));
  await page.clock.fastForward(10_000);
  await page.evaluate(() => fetch("/api/me"));
  await expect(name).toHaveValue("somebody else");
  expect(documents).toEqual([]);
  await context.close();
});
