import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import type { Browser, BrowserContext, Locator, Page } from "@playwright/test";
import { generateSync } from "otplib";
import { Rest } from "./rest";
import { startProduct, type Product } from "./product";
import { signIn } from "./test";
import { watchPage, type PageWatch } from "./watch-page";

const PASSWORD = "four plain words here";
const STEP_MS = 30_000;

/** What an authenticator shows: each code counts once, so that every use takes the next step. */
function authenticatorOf(secret: string) {
  let last = 0;
  return {
    /** Waits for the step after the last one where the window does not reach it yet. */
    async next(): Promise<string> {
      const step = Math.max(last + 1, Math.floor(Date.now() / STEP_MS));
      const opensAt = (step - 1) * STEP_MS;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, opensAt - Date.now())));
      last = step;
      return generateSync({ secret, epoch: (step * STEP_MS) / 1_000 });
    },
  };
}

async function choosePassword(product: Product): Promise<void> {
  const { username, password } = product.administrator;
  const rest = new Rest(product.url);
  await rest.signIn({ username, password });
  await rest.post("/api/me/password", { currentPassword: password, newPassword: PASSWORD });
}

async function open(
  browser: Browser,
  product: Product,
  options: { javaScriptEnabled?: boolean } = {},
): Promise<Pick<PageWatch, "problems" | "allow"> & { context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: product.url, ...options });
  const page = await context.newPage();
  const { problems, allow } = watchPage(page);
  // A stream ends with its session's id, and may come back before the new cookie is there; whoever
  // owes a second factor hears nothing until it is set up.
  allow(/status of 40[13] .*\/api\/events/);
  return { context, page, problems, allow };
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** What was typed is marked: the next code takes its place. */
async function expectMarked(field: Locator): Promise<void> {
  await expect(field).toBeFocused();
  const marked = await field.evaluate((input: HTMLInputElement) =>
    input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
  );
  expect(marked).toBe(await field.inputValue());
}

async function deviceOf(context: BrowserContext): Promise<string> {
  const cookies = await context.cookies();
  return cookies.find(({ name }) => name === "amivault-device")?.value ?? "";
}

/** From the open set-up on: reads the key, confirms, and keeps the recovery codes. */
async function confirm(page: Page) {
  const secret = ((await page.locator(".factor-key code").textContent()) ?? "").replaceAll(" ", "");
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await expectAccessible(page);
  const authenticator = authenticatorOf(secret);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByText("Not right, or used before")).toBeVisible();
  await expectMarked(page.getByLabel("Code", { exact: true }));
  await page.getByLabel("Code", { exact: true }).fill(await authenticator.next());
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByText("Keep these ten recovery codes now.")).toBeVisible();
  await expectAccessible(page);
  const recoveryCodes = await page.locator(".recovery-codes code").allTextContents();
  expect(recoveryCodes).toHaveLength(10);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("amivault-recovery-codes-ada.txt");
  await page.getByRole("button", { name: "I have kept them" }).click();
  return { authenticator, recoveryCodes };
}

base("a second factor from its set-up to its end", async ({ browser }) => {
  base.setTimeout(240_000);
  const product = await startProduct();
  try {
    await choosePassword(product);
    const who = { username: product.administrator.username, password: PASSWORD };
    const { context, page, problems, allow } = await open(browser, product);

    // Set up on the account page.
    await signIn(page, who);
    await expect(page).toHaveURL(`${product.url}/`);
    await page.goto("/account");
    await page.getByRole("button", { name: "Set up a second factor" }).click();
    const { authenticator, recoveryCodes } = await confirm(page);
    await expect(page.getByText("10 left")).toBeVisible();
    // Its stream is refused before the page has gone, which then asks whether it is signed out.
    allow(/status of 401 .*\/api\/me/);
    await page.getByRole("button", { name: "Sign out" }).click();

    // Signing in asks for a code, on a page that its address alone does not open.
    await page.goto("/sign-in/code");
    await expect(page).toHaveURL(/\/sign-in(\?|$)/);
    await page.goto("/account");
    await signInAgain(page, who);
    await expect(page.getByRole("heading", { name: "Enter the code" })).toBeVisible();
    await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
    await expectAccessible(page);
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("was used before")).toBeVisible();
    await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
    await expect(page.getByLabel("Code", { exact: true })).toHaveValue("");
    const code = await authenticator.next();
    await page.getByLabel("Code", { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${product.url}/account`);

    // The same code again, in another browser and without any script: refused. A recovery code works.
    const plain = await open(browser, product, { javaScriptEnabled: false });
    await signIn(plain.page, who);
    await plain.page.getByLabel("Code", { exact: true }).fill(code);
    await plain.page.getByRole("button", { name: "Sign in" }).click();
    await expect(plain.page.getByText("was used before")).toBeVisible();
    await plain.page.getByRole("link", { name: "Use a recovery code" }).click();
    await plain.page.getByLabel("Recovery code", { exact: true }).fill(recoveryCodes[0] ?? "");
    await plain.page.getByRole("button", { name: "Sign in" }).click();
    await expect(plain.page.getByText("which is used up")).toBeVisible();
    await expect(plain.page.getByText("9 left")).toBeVisible();
    await plain.context.close();

    // New recovery codes: the page counts them, and the keyboard goes on from its content.
    await page.reload();
    const panel = page.getByRole("region", { name: "Second factor" });
    await panel.getByRole("button", { name: "New recovery codes" }).click();
    await panel.getByLabel("Code", { exact: true }).fill(recoveryCodes[1] ?? "");
    await panel.getByRole("button", { name: "Make ten new codes" }).click();
    const renewed = await panel.locator(".recovery-codes code").first().textContent();
    await panel.getByRole("button", { name: "I have kept them" }).click();
    await expect(panel.getByText("10 left")).toBeVisible();
    await expect(page.locator("#main")).toBeFocused();

    // Turned off with the password and another recovery code; the browser stays one that is known.
    const device = await deviceOf(context);
    await page.getByRole("button", { name: "Turn it off" }).click();
    await panel.getByLabel("Password").fill(PASSWORD);
    await panel.getByLabel("Code", { exact: true }).fill(renewed ?? "");
    await panel.getByRole("button", { name: "Turn it off" }).click();
    await expect(page.getByRole("button", { name: "Set up a second factor" })).toBeVisible();
    expect(await deviceOf(context)).not.toBe(device);

    // Asked for by role: whoever turns it on is led to set one up, and then on.
    await page.goto("/settings");
    await page.getByLabel("Administrators").check();
    await expect(page.getByText("You have no second factor yet")).toBeVisible();
    await page.getByRole("button", { name: "Save the security settings" }).click();
    await expect(async () => {
      await page.goto("/instances");
      await expect(page).toHaveURL(/\/second-factor$/, { timeout: 500 });
    }).toPass();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Set up a second factor" }).click();
    await confirm(page);
    await expect(page).toHaveURL(`${product.url}/`);
    await page.goto("/account");
    await expect(page.getByText("Your role asks for a second factor")).toBeVisible();
    await expect(page.getByRole("button", { name: "Turn it off" })).toHaveCount(0);
    expect(problems).toEqual([]);
    await context.close();
  } finally {
    await product.stop();
  }
});

async function signInAgain(page: Page, who: { username: string; password: string }) {
  await page.getByLabel("User name").fill(who.username);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
