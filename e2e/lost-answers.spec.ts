import type { Page } from "@playwright/test";
import { hold } from "./hold";
import { expect, test } from "./test";

/** What is sent to the server is lost; what pages are read from still comes. */
async function loseActs(page: Page): Promise<void> {
  await page.route("**/*", (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
}

test("an answer that is lost is told, also where its form has gone", async ({
  page,
  fleet,
  watch,
}) => {
  watch.allow(/Failed to load resource|ERR_FAILED/);
  await page.goto(`/instances/${fleet.webId}`);
  await page.getByRole("button", { name: "Back up now" }).click();
  await loseActs(page);
  const release = await hold(page, `**/instances/${fleet.webId}`);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Back up now" }).click();
  await expect(dialog.getByRole("button", { name: "Asking…" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  release();
  await expect(page.getByText("The server did not answer.")).toBeVisible();
});

test("a schedule that could not be paused says so", async ({ page, watch }) => {
  watch.allow(/Failed to load resource|ERR_FAILED/);
  await page.goto("/schedules");
  await loseActs(page);
  await page.getByRole("button", { name: "Pause", exact: false }).first().click();
  await page.getByRole("button", { name: "Pause the schedule" }).click();
  await expect(page.getByText("The server did not answer.")).toBeVisible();
});

test("a look at chosen places that could not begin says so inside of its dialog", async ({
  page,
  watch,
}) => {
  watch.allow(/Failed to load resource|ERR_FAILED/);
  await page.goto("/instances/discover");
  await page.getByRole("button", { name: "Choose where…" }).click();
  await loseActs(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Discover" }).click();
  await expect(dialog).toContainText("The server did not answer.");
});

test("a question that cannot be fetched is not answered for anybody", async ({
  page,
  fleet,
  watch,
}) => {
  watch.allow(/Failed to load resource|ERR_FAILED|chunk/i);
  await page.goto(`/instances/${fleet.webId}`);
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await page.route("**/_next/static/**", (route) => route.abort());
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "did not answer" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
});

test("a form that stood open takes nothing of another person's change back", async ({
  page,
  fleet,
}) => {
  await page.goto("/settings");
  const poll = page.getByLabel("Look at pending images every (seconds)");
  await expect(poll).toHaveValue("15");
  await fleet.rest.patch("/api/backup-settings", { pollSeconds: 20 });
  await expect(poll).toHaveValue("20");
  await page.getByLabel("AWS API share (percent)").fill("60");
  await fleet.rest.patch("/api/backup-settings", { pollSeconds: 25 });
  await page.getByRole("button", { name: "Save the limits" }).click();
  await expect(page.getByText("The limits are saved.")).toBeVisible();
  const kept = await fleet.rest.get("/api/backup-settings");
  expect(kept).toMatchObject({ pollSeconds: 25, apiSharePercent: 60 });
  await expect(page.getByLabel("AWS API share (percent)")).toHaveValue("60");
  await fleet.rest.patch("/api/backup-settings", { pollSeconds: 15, apiSharePercent: 50 });
});
