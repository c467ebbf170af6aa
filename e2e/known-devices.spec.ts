import type { BrowserContext, Page } from "@playwright/test";
import { generateSync } from "otplib";
import { Rest, textOf } from "./rest";
import { expect, test } from "./test";

const FIRST = "slow lantern under seven bridges";
const STEP_MS = 30_000;
const SECOND = "seven bridges over a slow river";

/** A one-time link's page, to its end. */
async function choose(page: Page, given: { path: string; password: string }): Promise<void> {
  await page.goto(given.path);
  await page.getByLabel("Password", { exact: true }).fill(given.password);
  await page.getByLabel("Password again").fill(given.password);
  await page.getByRole("button", { name: "Choose it and sign in" }).click();
}

async function deviceOf(context: BrowserContext): Promise<string> {
  const cookies = await context.cookies();
  return cookies.find(({ name }) => name === "amivault-device")?.value ?? "";
}

function pathOf({ link }: Record<string, unknown>): string {
  return textOf({ ...Object(link) }, "path");
}

const codeOf = (secret: string, at: number) =>
  generateSync({ secret, epoch: Math.floor(at / 1_000) });

/** By REST, as the browser's session ends with it; the key of the authenticator. */
async function setUpSecondFactor(url: string, username: string): Promise<string> {
  const own = new Rest(url);
  await own.signIn({ username, password: FIRST });
  const enrolment = await own.post("/api/me/second-factor/enrolment", {});
  const secret = textOf(enrolment, "secret");
  await own.post("/api/me/second-factor/confirmation", {
    enrolmentId: textOf(enrolment, "enrolmentId"),
    code: codeOf(secret, Date.now()),
  });
  return secret;
}

test("a reset link that owes a code makes the browser known again once the code was given", async ({
  browser,
  product,
  fleet,
}) => {
  const invited = await fleet.rest.post("/api/users", { username: "cleo", role: "viewer" });
  const userId = textOf({ ...Object(invited["user"]) }, "id");
  const context = await browser.newContext({
    baseURL: product.url,
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await choose(page, { path: pathOf(invited), password: FIRST });
  await expect(page).toHaveURL(`${product.url}/`);
  const before = await deviceOf(context);
  expect(before).not.toBe("");

  const secret = await setUpSecondFactor(product.url, "cleo");
  const reset = await fleet.rest.post(`/api/users/${userId}/reset`, {});
  await choose(page, { path: pathOf(reset), password: SECOND });
  await expect(page).toHaveURL(`${product.url}/sign-in/code`);
  expect(await deviceOf(context)).toBe(before);
  // The code that confirmed counts no more: the one after it does already.
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, Date.now() + STEP_MS));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${product.url}/`);
  const after = await deviceOf(context);
  expect(after).not.toBe("");
  expect(after).not.toBe(before);
  await context.close();
});
