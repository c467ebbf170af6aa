import { expect, test } from "./test";

test("nonsense is refused beside its field, with the reason, while it is typed", async ({
  page,
  fleet,
}) => {
  await page.goto(`/instances/${fleet.webId}`);
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByText("Its own", { exact: true }).click();
  await page.getByText("Cron", { exact: true }).click();
  const cron = page.getByRole("textbox", { name: "Cron" });
  for (const [text, reason] of [
    ["60", /five/i],
    ["abc 2 * * *", /Minute/],
    ["0 0 31 2 *", /never run/],
    ["* * * * *", /smallest interval/],
  ] as const) {
    await cron.fill(text);
    await expect(page.locator(".field-error")).toContainText(reason);
    await expect(cron).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByRole("list", { name: "Next runs" })).toHaveCount(0);
  }
  await page.getByRole("button", { name: "Save the schedule" }).click();
  await expect(cron).toBeFocused();

  await page.getByLabel("Time zone").fill("Europe/Nowhere");
  await cron.fill("30 3 * * 1-5");
  await expect(page.locator(".field-error")).toContainText("not an IANA time zone");
  await page.getByLabel("Time zone").fill("America/New_York");
  const runs = page.getByRole("list", { name: "Next runs" }).getByRole("listitem");
  await expect(runs).toHaveCount(10);
  await expect(runs.first()).toContainText("03:30");
  await page.getByRole("button", { name: "Save the schedule" }).click();
  await expect(page.getByText(/America\/New_York\.$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Save the schedule" })).toHaveCount(0);
});

test("the default schedule moves what follows it, and the settings say what its age removes", async ({
  page,
  fleet,
}) => {
  await page.goto("/settings");
  await expect(page.getByText(/removes what is older, down to its floor/)).toBeVisible();
  await page.getByText("Weekly").click();
  await page.getByText("Wed", { exact: true }).click();
  await page.getByLabel("At", { exact: true }).fill("04:15");
  await page.getByRole("button", { name: "Save the default schedule" }).click();
  await expect(page.locator(".swal2-toast")).toContainText("saved");
  await page.goto(`/instances/${fleet.hostileIds[1]}`);
  await expect(page.locator(".schedule-words")).toContainText("04:15");

  await page.goto("/settings");
  await page.getByLabel("Keep backups for (days)").fill("0");
  await page.getByRole("button", { name: "Save the default retention" }).click();
  await expect(page.getByText("Keep backups for at least 1 day.")).toBeVisible();
});
