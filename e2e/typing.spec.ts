import type { Locator, Page } from "@playwright/test";
import { hold } from "./hold";
import { expect, test } from "./test";

/** Longer than a suggestion waits for the next letter, shorter than the search does. */
const SUGGESTED_MS = 200;
const SEARCHED_MS = 1_000;
const LOADED_MS = 10_000;

test("a suggestion that is taken before the search begins leads there", async ({ page, fleet }) => {
  const box = await openSearch(page);
  await box.fill(fleet.webInstanceId);
  await page.clock.runFor(SUGGESTED_MS);
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  const option = options.filter({ hasText: fleet.webInstanceId });
  await expect(option).toBeVisible();
  await box.press("ArrowDown");
  const release = await hold(page, /\/instances\/[^?]+\?_rsc/);
  await box.press("Enter");
  await page.clock.runFor(SEARCHED_MS);
  release();
  await page.clock.resume();
  await expect(page).toHaveURL(new RegExp(`/instances/${fleet.webId}`));
});

test("a link that is followed before the search begins leads there", async ({ page, fleet }) => {
  const box = await openSearch(page);
  await box.fill("web");
  const release = await hold(page, /\/schedules\?_rsc/);
  await page.getByRole("link", { name: "Schedules" }).first().click();
  await page.clock.runFor(SEARCHED_MS);
  release();
  await page.clock.resume();
  expect(fleet.webId).toBeTruthy();
  await expect(page).toHaveURL(/\/schedules$/);
});

/** The list's search box; from here on time passes only where a test lets it. */
async function openSearch(page: Page): Promise<Locator> {
  await page.clock.install();
  await page.goto("/instances");
  const box = page.getByLabel("Name, instance id or tag");
  await expect(box).toBeVisible();
  await page.clock.pauseAt(Date.now() + LOADED_MS);
  return box;
}
