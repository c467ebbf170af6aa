import { hold } from "./hold";
import { pressUntil } from "./press-until";
import { expect, test } from "./test";

test("the first stop skips to the content", async ({ page }) => {
  await page.goto("/instances");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

test("a dialog opens, holds the focus, closes by Escape and gives the focus back", async ({
  page,
  fleet,
}) => {
  await page.goto(`/instances/${fleet.webId}`);
  const opener = page.getByRole("button", { name: "Back up now" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => {
      const active = document.activeElement;
      return active === document.body || active?.closest("dialog") !== null;
    });
    expect(inside).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test("on a small screen the menu opens, leads on and closes", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto("/");
  await expect(page.getByRole("link", { name: "Settings" })).toBeHidden();
  await page.getByRole("button", { name: "Open the menu" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/settings$/);
  await expect(page.getByRole("link", { name: "Credentials" })).toBeHidden();
});

test("keys lead to the areas and to the search", async ({ page }) => {
  await page.goto("/");
  await pressUntil(page, ["g", "i"], () =>
    expect(page).toHaveURL(/\/instances$/, { timeout: 2_000 }),
  );
  // The address changes before the list is there.
  await expect(page.getByLabel("Name, instance id or tag")).toBeVisible();
  await page.locator("body").press("/");
  await expect(page.getByLabel("Name, instance id or tag")).toBeFocused();
  await page.keyboard.type("g i");
  await expect(page.getByLabel("Name, instance id or tag")).toHaveValue("g i");
  await page.getByLabel("Name, instance id or tag").blur();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Go to the instances");
});

test("Enter right after typing opens what was typed, not what was found before", async ({
  page,
  fleet,
}) => {
  await page.goto("/settings");
  const release = await hold(page, "**/api/search?**");
  const box = page.getByRole("dialog").getByRole("combobox");
  await pressUntil(page, ["Control+k"], () => expect(box).toBeFocused({ timeout: 2_000 }));
  await page.keyboard.type("web-1");
  await page.keyboard.press("Enter");
  release();
  await expect(page).toHaveURL(new RegExp(`/instances/${fleet.webId}$`));
});

test("keys work while a box to tick has the focus", async ({ page }) => {
  await page.goto("/instances");
  await page.getByLabel("Choose web-1").check();
  await page.keyboard.press("/");
  await expect(page.getByLabel("Name, instance id or tag")).toBeFocused();
});
