import { expect, signIn, test } from "./test";

test.use({ storageState: { cookies: [], origins: [] } });

test("signing in and out works without JavaScript", async ({ browser, product, fleet }) => {
  const context = await browser.newContext({ baseURL: product.url, javaScriptEnabled: false });
  const page = await context.newPage();
  const { username } = product.administrator;
  await signIn(page, { username, password: fleet.password });
  await expect(page).toHaveURL(`${product.url}/`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

test("a page that was open while somebody signed in anew says so, and keeps what was typed", async ({
  page,
  context,
  product,
  fleet,
}) => {
  const { username } = product.administrator;
  await signIn(page, { username, password: fleet.password });
  await expect(page).toHaveURL(`${product.url}/`);
  await page.goto("/settings");
  const price = page.getByLabel("Snapshot storage ($ per GiB and month)");
  const save = page.locator("form").filter({ has: price }).getByRole("button", { name: "Save" });
  await price.fill("0.06");
  await save.click();
  await expect(page.getByText("The price is saved.")).toBeVisible();

  await context.clearCookies();
  const other = await context.newPage();
  await signIn(other, { username, password: fleet.password });
  await expect(other).toHaveURL(`${product.url}/`);
  await price.fill("0.07");
  await save.click();
  await expect(page.getByText("Reload this page first")).toBeVisible();
  await expect(price).toHaveValue("0.07");

  await page.reload();
  await price.fill("0.05");
  await save.click();
  await expect(page.getByText("The price is saved.")).toBeVisible();
});
