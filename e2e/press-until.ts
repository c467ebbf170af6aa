import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** A key that comes before the page's scripts do is lost; who meets that presses again. */
export async function pressUntil(
  page: Page,
  keys: readonly string[],
  isThere: () => Promise<void>,
) {
  await expect(async () => {
    for (const key of keys) await page.locator("body").press(key);
    await isThere();
  }).toPass();
}
