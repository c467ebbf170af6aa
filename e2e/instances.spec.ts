import { hold } from "./hold";
import { expect, test } from "./test";

test("an instance is checked while its id is typed, then protected", async ({ page, fleet }) => {
  await page.goto("/instances");
  await page.getByRole("link", { name: "Add an instance" }).click();
  await expect(page.getByRole("heading", { name: "Add an instance" })).toBeVisible();
  const id = page.getByLabel("Instance id", { exact: true });
  await page.getByLabel("Credential").selectOption(fleet.credentialId);
  await id.fill("i-0000000000000dead");
  await expect(page.locator(".preflight")).toContainText("There is no such instance");

  await id.fill(fleet.unprotectedId);
  await expect(page.locator(".preflight")).toContainText("not-yet-protected");
  await expect(page.locator(".preflight .text-bad")).toHaveCount(0);
  await page.getByRole("button", { name: "Protect this instance" }).click();
  await expect(page.getByRole("heading", { name: "not-yet-protected" })).toBeVisible();
  await expect(page.getByText("Every day at 02:00 Europe/Berlin.")).toBeVisible();

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused: nothing is backed up.")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Paused: nothing is backed up.")).toHaveCount(0);

  await expect(page.getByText("ada paused it")).toBeVisible();
  await page.getByRole("button", { name: "Remove from protection" }).click();
  const question = page.getByRole("dialog");
  await expect(question).toContainText("not touched in AWS");
  await question.getByRole("button", { name: "Remove one instance" }).click();
  await expect(question).toContainText("1 done");
  await question.getByRole("button", { name: "Close" }).last().click();
  await expect(page).toHaveURL(/\/instances$/);
});

test("what is wrong with an id stands beside it, and what was typed stays", async ({ page }) => {
  await page.goto("/instances/new");
  await page.getByLabel("Instance id").fill("web-1");
  await page.getByRole("button", { name: "Protect this instance" }).click();
  await expect(page.getByText("An instance id is i- and 8 or 17")).toBeVisible();
  await expect(page.getByLabel("Instance id")).toHaveValue("web-1");
  await expect(page.getByLabel("Instance id")).toHaveAttribute("aria-invalid", "true");
});

test("what is typed before the page's script has run counts", async ({ page, fleet }) => {
  const release = await hold(page, "**/*.js");
  await page.goto("/instances/new", { waitUntil: "commit" });
  await page.getByLabel("Instance id", { exact: true }).fill(fleet.webInstanceId);
  release();
  await expect(page.locator(".preflight")).toContainText("AWS knows it as");
  await page.getByLabel("Credential").selectOption(fleet.credentialId);
  await expect(page.locator(".preflight")).toContainText("It is protected already.");
});

test("what is searched for before the page's script has run is found", async ({ page }) => {
  const release = await hold(page, "**/*.js");
  await page.goto("/instances", { waitUntil: "commit" });
  await page.getByLabel("Name, instance id or tag").fill("web-1");
  release();
  await expect(page).toHaveURL(/search=web-1/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.getByLabel("Name, instance id or tag")).toHaveValue("web-1");
});

test("filters live in the address and survive reload and back", async ({ page, fleet }) => {
  await page.goto("/instances");
  await page.getByLabel("Name, instance id or tag").fill("web-1");
  await expect(page).toHaveURL(/search=web-1/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.reload();
  await expect(page.getByLabel("Name, instance id or tag")).toHaveValue("web-1");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.getByRole("link", { name: "web-1" }).click();
  await expect(page).toHaveURL(new RegExp(fleet.webId));
  await page.goBack();
  await expect(page.locator("tbody tr")).toHaveCount(1);
});

test("an address that makes no sense is answered, not a crash", async ({ page, watch }) => {
  watch.allow(/404/);
  await page.goto("/instances?health=nonsense&sort=42");
  await expect(page.getByText("something this list does not know: health, sort")).toBeVisible();
  await page.goto("/backups?status=nonsense&from=yesterday");
  await expect(page.getByText("something this list does not know")).toBeVisible();
  for (const path of ["/instances/ins_unknown", "/backups/bak_unknown", "/nowhere/at/all"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByText("There is nothing here")).toBeVisible();
  }
});
