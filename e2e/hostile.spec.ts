import { HOSTILE_NAMES } from "./fleet";
import { expect, test } from "./test";

test("hostile names are text everywhere and break no layout", async ({ page, fleet }) => {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const pages = ["/", "/instances", ...fleet.hostileIds.map((id) => `/instances/${id}`)];
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page).not.toHaveTitle("owned");
      expect(await page.locator("main img").count(), path).toBe(0);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(sideways, `${path} at ${width}`).toBeLessThanOrEqual(0);
    }
  }
  await page.goto(`/instances/${fleet.hostileIds[0]}`);
  await expect(page).toHaveTitle(`${HOSTILE_NAMES[0]} · Instance · AMIVault`);
  await page.goto("/instances");
  for (const name of HOSTILE_NAMES) {
    await expect(page.getByRole("link", { name, exact: true })).toHaveCount(1);
  }
});

test("a hostile name is text in the dialogs that ask", async ({ page, fleet }) => {
  const [id] = fleet.hostileIds;
  await page.goto(`/instances/${id}`);
  await page.getByRole("button", { name: "Remove from protection" }).click();
  const question = page.getByRole("dialog");
  await expect(question).toContainText("<script>");
  await expect(question.locator("img[src='x'], script")).toHaveCount(0);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toHaveCount(0);
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(page.getByRole("dialog")).toContainText("<script>");
  await expect(page).not.toHaveTitle("owned");
});
