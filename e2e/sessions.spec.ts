import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import type { Fleet } from "./fleet";
import { prepareOldInstance } from "./history";
import type { Product } from "./product";
import { setProven } from "./proven";
import { textOf } from "./rest";
import { expect, signIn, test } from "./test";
import { watchPage } from "./watch-page";

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1";
const LONG_AGO = 11;

interface Given {
  browser: Browser;
  product: Product;
  fleet: Fleet;
}

/** A browser of its own: a proof changes its session's id, and the worker's must stay. */
async function enter(given: Given, options: BrowserContextOptions = {}): Promise<Page> {
  const { browser, product, fleet } = given;
  const context = await browser.newContext({
    baseURL: product.url,
    storageState: { cookies: [], origins: [] },
    ...options,
  });
  const page = await context.newPage();
  const { username } = product.administrator;
  await signIn(page, { username, password: fleet.password });
  await expect(page).toHaveURL(`${product.url}/`);
  return page;
}

const proofOf = (page: Page) => page.getByRole("dialog", { name: "Is it still you?" });

test("a credential is saved once after its person has proven again; giving up keeps what was typed", async ({
  browser,
  product,
  fleet,
}) => {
  const given = { browser, product, fleet };
  const page = await enter(given);
  const watch = watchPage(page);
  watch.allow(/422/);
  await page.goto("/credentials/new");
  await page.getByLabel("Name").fill("Asked again");
  await page.getByLabel("Default region").fill("eu-central-1");
  await page.getByText("Access key", { exact: true }).click();
  await page.getByLabel("Access key ID").fill(fleet.keys.accessKeyId);
  await page.getByLabel("Secret access key").fill(fleet.keys.secretAccessKey);
  await setProven(product, LONG_AGO);
  await page.getByRole("button", { name: "Check and save" }).click();
  const proof = proofOf(page);
  await expect(proof.getByLabel("Password")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(proof).toHaveCount(0);
  const told = page.getByRole("main").getByRole("alert");
  await expect(told).toContainText("It was not proven that it is still you, and nothing was done.");
  await expect(told).not.toContainText("/api/");
  await expect(page.getByLabel("Name")).toHaveValue("Asked again");
  await expect(page.getByLabel("Secret access key")).toHaveValue(fleet.keys.secretAccessKey);

  await page.getByRole("button", { name: "Check and save" }).click();
  await proof.getByLabel("Password").fill("not the password");
  await proof.getByRole("button", { name: "Go on" }).click();
  await expect(proof.locator(".field-error")).toContainText("not your current password");
  await expect(proof.getByLabel("Password")).toBeFocused();
  await proof.getByLabel("Password").fill(fleet.password);
  await proof.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { name: "Asked again" })).toBeVisible();
  const { items } = await fleet.rest.get("/api/aws-credentials?search=Asked+again");
  const names = (items as Array<Record<string, unknown>>).map(({ name }) => name);
  expect(names.filter((name) => name === "Asked again")).toHaveLength(1);
  expect(watch.problems).toEqual([]);
  await page.context().close();
});

test("a plan is applied once after a proof, and the other tab lives on with the new session", async ({
  browser,
  product,
  fleet,
}) => {
  const given = { browser, product, fleet };
  const old = await prepareOldInstance(
    { product, fleet },
    { name: "proven-first", ages: [5, 6, 7, 8, 9, 10] },
  );
  const plan = await fleet.rest.post("/api/plans", {
    backupIds: old.backupIds.slice(2),
    mode: "image_and_snapshots",
  });
  const page = await enter(given);
  const other = await page.context().newPage();
  await other.goto("/account");
  await page.goto(`/plans/${textOf(plan, "planId")}`);
  await expect(page.locator(".page-lead")).toContainText("Waits for you", { timeout: 30_000 });
  await setProven(product, LONG_AGO);
  await page.getByRole("button", { name: /^Remove 4/ }).click();
  await page
    .locator(".swal2-popup")
    .getByRole("button", { name: /^Remove/ })
    .click();
  const proof = proofOf(page);
  await proof.getByLabel("Password").fill(fleet.password);
  await proof.getByRole("button", { name: "Go on" }).click();
  await expect(page.locator(".page-lead")).toContainText("Applied", { timeout: 60_000 });
  const { items } = await product.aws.images({ instanceId: old.instanceId, live: true });
  expect(items).toHaveLength(2);
  await expect(other.getByRole("region", { name: "Sessions" })).toContainText("this one, now");
  await other.getByRole("link", { name: "Backups", exact: true }).first().click();
  await expect(other.getByRole("heading", { level: 1, name: "Backups" })).toBeVisible();
  await page.context().close();
});

test("a session that is ended elsewhere is thrown out at once, without a touch", async ({
  browser,
  product,
  fleet,
}) => {
  const given = { browser, product, fleet };
  const page = await enter(given);
  const phone = await enter(given, { userAgent: PHONE });
  await phone.goto("/backups");
  await expect(phone.getByRole("heading", { level: 1, name: "Backups" })).toBeVisible();
  await page.goto("/account");
  const sessions = page.getByRole("region", { name: "Sessions" });
  await expect(sessions.getByRole("row").filter({ hasText: "this one, now" })).toHaveCount(1);
  const row = sessions.getByRole("row").filter({ hasText: "Chrome on iPhone" });
  await expect(row).toContainText("127.0.0.1");
  await row.getByRole("button", { name: "End the session: Chrome on iPhone" }).click();
  await expect(row).toHaveCount(0);
  await expect(page.locator("#main")).toBeFocused();
  await expect(phone).toHaveURL(/\/sign-in/, { timeout: 5_000 });
  await page.context().close();
  await phone.context().close();
});

test("a token is shown once, opens what was chosen, and nothing once it is revoked", async ({
  browser,
  product,
  fleet,
}) => {
  const given = { browser, product, fleet };
  const page = await enter(given);
  const watch = watchPage(page);
  await page.goto("/account");
  const tokens = page.getByRole("region", { name: "API tokens" });
  await tokens.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByRole("button", { name: "Make the token" }).click();
  await expect(dialog.locator(".field-error")).toContainText("Give it a name");
  await dialog.getByLabel("Name").fill("nightly report");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const shown = dialog.locator("code").filter({ hasText: /^amivault_pat_/ });
  const token = (await shown.textContent()) ?? "";
  expect(token).toMatch(/^amivault_pat_[0-9A-Za-z]{49}$/);
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  const row = tokens.getByRole("row").filter({ hasText: "nightly report" });
  await expect(row).toContainText("never");
  await page.reload();
  expect(await page.content()).not.toContain(token);

  const call = (method: string, path: string) =>
    fetch(new URL(path, product.url), {
      method,
      headers: { authorization: `Bearer ${token}` },
    }).then(({ status }) => status);
  expect(await call("GET", "/api/backups")).toBe(200);
  expect(await call("POST", "/api/reconcile")).toBe(403);
  await page.reload();
  await expect(row).toContainText("127.0.0.1");

  await row.getByRole("button", { name: "Revoke the token: nightly report" }).click();
  await page.locator(".swal2-popup").getByRole("button", { name: "Revoke the token" }).click();
  // Behind the question nothing has a role, and no row would be found before it is revoked.
  await expect(tokens).toBeVisible();
  await expect(row).toHaveCount(0);
  // Its button has gone with it: the keyboard goes on from the content.
  await expect(page.locator("#main")).toBeFocused();
  expect(await call("GET", "/api/backups")).toBe(401);
  expect(watch.problems).toEqual([]);
  await page.context().close();
});

test("the page that asks for a proof leads back to its empty field after a wrong password", async ({
  browser,
  product,
  fleet,
}) => {
  const page = await enter({ browser, product, fleet });
  await page.goto("/prove?next=%2Faccount");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "It is me" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await expect(page.getByLabel("Password")).toBeFocused();
  await expect(page.getByLabel("Password")).toHaveValue("");
  await page.context().close();
});

test("the page that asks for a proof works without any script", async ({
  browser,
  product,
  fleet,
}) => {
  const given = { browser, product, fleet };
  const page = await enter(given, { javaScriptEnabled: false });
  const before = await page.context().cookies();
  await page.goto("/prove?next=%2Faccount");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "It is me" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await page.getByLabel("Password").fill(fleet.password);
  await page.getByRole("button", { name: "It is me" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await page.context().addCookies(before);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().close();
});
