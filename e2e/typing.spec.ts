import type { Page } from "@playwright/test";
import { hold } from "./hold";
import { expect, test } from "./test";

/** Longer than a suggestion waits for the next letter, shorter than the search does. */
const SUGGESTED_MS = 200;
const SEARCHED_MS = 1_000;

test("a suggestion that is taken before the search begins leads there", async ({ page, fleet }) => {
  await stopClock(page);
  await page.goto("/instances");
  const box = page.getByLabel("Name, instance id or tag");
  await box.fill(fleet.webInstanceId);
  await page.clock.runFor(SUGGESTED_MS);
  const option = page.getByRole("option").filter({ hasText: fleet.webInstanceId }).first();
  await expect(option).toBeVisible();
  await box.press("ArrowDown");
  const release = await hold(page, /\/instances\/[^?]+\?_rsc/);
  await box.press("Enter");
  await page.clock.runFor(SEARCHED_MS);
  release();
  await expect(page).toHaveURL(new RegExp(`/instances/${fleet.webId}`));
});

test("a link that is followed before the search begins leads there", async ({ page, fleet }) => {
  await stopClock(page);
  await page.goto("/instances");
  await page.getByLabel("Name, instance id or tag").fill("web");
  const release = await hold(page, /\/schedules\?_rsc/);
  await page.getByRole("link", { name: "Schedules" }).first().click();
  await page.clock.runFor(SEARCHED_MS);
  release();
  expect(fleet.webId).toBeTruthy();
  await expect(page).toHaveURL(/\/schedules$/);
});

async function stopClock(page: Page): Promise<void> {
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
}
