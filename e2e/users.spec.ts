import { prepareAccount } from "./account";
import { textOf } from "./rest";
import { expect, signIn, test } from "./test";
import { watchPage } from "./watch-page";

const PASSWORD = "slow lantern under seven bridges";

test("somebody is invited for one account, sees that alone, and is out as soon as deactivated", async ({
  page,
  browser,
  product,
  fleet,
}) => {
  test.setTimeout(120_000);
  const schedules = [{ schedule: "0 3 * * *", zone: "UTC" }];
  const other = await prepareAccount({ product, fleet, names: ["hidden-1"], schedules });
  const shown = await prepareAccount({ product, fleet, names: ["shown-1"], schedules });

  await page.context().clearCookies();
  // Anew, so that no proof is asked for, however long the tests before took.
  await signIn(page, { username: product.administrator.username, password: fleet.password });
  await expect(page).toHaveURL(`${product.url}/`);
  await page.goto("/users");
  await page.getByRole("link", { name: "Invite a user" }).click();
  await page.getByLabel("User name").fill("bo");
  await page.getByLabel("Role", { exact: true }).selectOption("operator");
  await page.getByLabel("Only some AWS accounts").check();
  await page.getByLabel(`Own ${shown.accountId} (${shown.accountId})`).check();
  await page.getByRole("button", { name: "Invite" }).click();
  const link = (await page.locator("[data-one-time-link]").textContent()) ?? "";
  expect(link).toMatch(/\/invitation#[\w-]{43}$/);

  const theirs = await browser.newContext({ baseURL: product.url, storageState: undefined });
  const guest = await theirs.newPage();
  const watch = watchPage(guest);
  watch.allow(/401/);
  const asked: string[] = [];
  guest.on("request", (request) => asked.push(`${request.url()} ${request.headers()["referer"]}`));
  await guest.goto(link);
  await expect(guest.getByText("You are invited as bo")).toBeVisible();
  expect(guest.url()).toBe(`${product.url}/invitation`);
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByLabel("Password again").fill("something else altogether");
  await guest.getByRole("button", { name: "Choose it and sign in" }).click();
  await expect(guest.getByText("This is not the same as the password.")).toBeVisible();
  await guest.getByLabel("Password again").fill(PASSWORD);
  await guest.getByRole("button", { name: "Choose it and sign in" }).click();
  await expect(guest).toHaveURL(`${product.url}/`);
  const token = new URL(link).hash.slice(1);
  expect(asked.filter((line) => line.includes(token))).toEqual([]);

  await guest.goto("/instances");
  await expect(guest.getByText("shown-1")).toBeVisible();
  await expect(guest.getByText("hidden-1")).toHaveCount(0);
  await expect(guest.getByRole("link", { name: "Users" })).toHaveCount(0);
  await guest.goto("/account");
  const you = guest.getByRole("region", { name: "You" });
  await expect(you).toContainText(`Own ${shown.accountId} (${shown.accountId})`);
  await expect(you).not.toContainText(other.accountId);
  await guest.goto("/settings");
  const shut = guest.getByLabel("Backups at once", { exact: true });
  await expect(shut).not.toBeEditable();
  await expect(shut).not.toHaveCSS("background-color", "rgb(255, 255, 255)");
  const foreign = await theirs.request.get(`/api/instances/${other.ids[0] ?? ""}`);
  expect(foreign.status()).toBe(404);

  const again = await browser.newContext({ baseURL: product.url, storageState: undefined });
  const late = await again.newPage();
  await late.goto(link);
  await expect(late.getByText("This link does not work any more.")).toBeVisible();
  await again.close();

  await page.getByRole("link", { name: "Show bo" }).click();
  await page.getByRole("button", { name: "Deactivate" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("Deactivated", { exact: true })).toBeVisible();
  await expect(guest).toHaveURL(/\/sign-in/);
  expect(watch.problems).toEqual([]);
  await theirs.close();
});

test("an administrator is told why they cannot lock themselves out", async ({
  page,
  product,
  fleet,
}) => {
  await page.context().clearCookies();
  // Anew, so that no proof is asked for, however long the tests before took.
  await signIn(page, { username: product.administrator.username, password: fleet.password });
  await expect(page).toHaveURL(`${product.url}/`);
  await page.goto("/users");
  await page.getByRole("main").getByRole("link", { name: product.administrator.username }).click();
  await expect(page.getByText("Nobody takes their own access away")).toBeVisible();
  const sessions = page.getByRole("region", { name: "Sessions" }).getByRole("row");
  const here = sessions.filter({ hasText: "this one, now" });
  await expect(here).toHaveCount(1);
  await expect(here.getByRole("button")).toHaveCount(0);
  const count = await sessions.count();
  await page.getByRole("button", { name: "End all others" }).click();
  const asked = page.getByRole("dialog");
  await expect(asked).toContainText(/End \d+ other sessions?\?/);
  await asked.getByRole("button", { name: "Cancel" }).click();
  await expect(sessions).toHaveCount(count);
  await expect(page.locator(".who")).toContainText("Administrator");
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Nobody changes their own role or accounts.")).toBeVisible();
});

test("who administers some accounts alone is shown no channel's form, which would take none for all", async ({
  browser,
  product,
  fleet,
}) => {
  const { rest } = fleet;
  const { accountRef } = await rest.get(`/api/aws-credentials/${fleet.credentialId}`);
  const other = await prepareAccount({ product, fleet, names: [], schedules: [] });
  const { accountRef: seen } = await rest.get(`/api/aws-credentials/${other.credentialId}`);
  const channel = await rest.post("/api/channels", {
    kind: "slack",
    name: "Of others",
    url: "https://127.0.0.1:9/hook",
    enabled: false,
    rules: { accountRefs: [accountRef] },
  });
  const cy = { username: "cy", role: "admin", accountRefs: [seen] };
  const [link = ""] =
    /\/invitation#[\w-]{43}/.exec(JSON.stringify(await rest.post("/api/users", cy))) ?? [];
  const theirs = await browser.newContext({ baseURL: product.url, storageState: undefined });
  const guest = await theirs.newPage();
  await guest.goto(link);
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByLabel("Password again").fill(PASSWORD);
  await guest.getByRole("button", { name: "Choose it and sign in" }).click();
  await expect(guest).toHaveURL(`${product.url}/`);
  await guest.goto("/settings/channels");
  await expect(guest.getByRole("row", { name: /Of others/ })).toContainText("other accounts alone");
  await expect(guest.getByRole("link", { name: "Add a channel" })).toHaveCount(0);
  for (const form of [`/settings/channels/${textOf(channel, "id")}`, "/settings/channels/new"]) {
    await guest.goto(form);
    await expect(guest.getByText("an administrator who sees every account")).toBeVisible();
    await expect(guest.getByRole("button", { name: "Save" })).toHaveCount(0);
  }
  await guest.goto("/settings");
  await expect(guest.getByText("An administrator who sees every account")).toBeVisible();
  await expect(guest.getByRole("button", { name: /^Save/ })).toHaveCount(0);
  await theirs.close();
});
