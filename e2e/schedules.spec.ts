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

test("schedules are searched, filtered and paged in the address, and a refresh says what it found", async ({
  page,
  fleet,
}) => {
  const zone = "Asia/Tokyo";
  for (let number = 0; number < 55; number += 1) {
    const name = `Rota ${String(number).padStart(2, "0")}`;
    await fleet.rest.post("/api/schedules", { name, schedule: "0 5 * * *", zone });
  }
  await page.goto("/schedules");
  const list = page.getByRole("region", { name: "Schedules", exact: true });
  const rows = list.getByRole("table").first().locator("tbody tr");
  // What instances follow comes before what nothing follows.
  await expect(rows.first()).not.toContainText("nothing follows it");

  await page.getByLabel("Time zone").selectOption(zone);
  await page.getByLabel("Order").selectOption("name");
  await expect(page).toHaveURL(/zone=Asia%2FTokyo&sort=name$/);
  await expect(list).toContainText("55 schedules");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(rows).toHaveCount(5);
  await expect(rows.first()).toContainText("Rota 50");
  await page.reload();
  await expect(rows.first()).toContainText("Rota 50");
  await page.goBack();
  await expect(rows.first()).toContainText("Rota 00");

  await page.getByLabel("Search by name, cron text or zone").fill("Rota 3");
  await expect(rows).toHaveCount(10);
  await page.getByLabel("State").selectOption("used");
  await expect(list).toContainText("No schedule is like that");

  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.locator(".swal2-toast")).toContainText("All is as it should be");
});

test("a schedule's page has its instances, its last runs and a copy; what is ahead counts down", async ({
  page,
  fleet,
}) => {
  await page.goto("/schedules/upcoming?hours=168");
  const upcoming = page.getByRole("region", { name: "Upcoming runs" });
  const run = upcoming.getByRole("row").filter({ hasText: fleet.webInstanceId });
  await expect(run).toContainText(/in \d/);
  await run.getByRole("link").last().click();
  const followers = page.getByRole("region", { name: "Instances that follow it" });
  await expect(followers).toContainText(fleet.webInstanceId);
  const went = page.getByRole("region", { name: "How its runs went" });
  await expect(went).toContainText("Last 7 days");
  await expect(went.getByRole("link", { name: "Show its backups" })).toBeVisible();
  await page.getByRole("link", { name: "Duplicate" }).click();
  await expect(page.getByLabel("Name")).toHaveValue(/^Copy of /);
  await page.getByLabel("Name").fill("Copied");
  await page.getByRole("button", { name: "Add the schedule" }).click();
  await expect(page.getByRole("heading", { name: "Copied" })).toBeVisible();
  await expect(page.getByText("No instance follows it yet")).toBeVisible();
});
