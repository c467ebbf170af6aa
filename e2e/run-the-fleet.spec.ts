import { readFile } from "node:fs/promises";
import { REGION } from "./fleet";
import type { Fleet } from "./fleet";
import { hold } from "./hold";
import { pressUntil } from "./press-until";
import type { Product } from "./product";
import { textOf } from "./rest";
import { expect, test } from "./test";

const COUNT = 12;

/** Twelve of a kind, with a tag that no other has; answers with our ids. */
async function launchMany(product: Product, fleet: Fleet, kind: string): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= COUNT; number += 1) {
    const { instanceId } = await product.aws.createInstance({
      accountId: fleet.accountId,
      region: REGION,
      name: `${kind}-${String(number).padStart(2, "0")}`,
      tags: { kind },
    });
    const { credentialId } = fleet;
    const made = await fleet.rest.post("/api/instances", {
      credentialId,
      region: REGION,
      instanceId,
    });
    ids.push(textOf(made, "id"));
  }
  return ids;
}

test("filters, columns and order survive reload, back and sharing", async ({ page, fleet }) => {
  expect(fleet.webId).toBeTruthy();
  await page.setViewportSize({ width: 1600, height: 900 });
  await page.goto("/instances");
  await page.getByLabel("Region", { exact: true }).selectOption(REGION);
  await expect(page).toHaveURL(/region=eu-central-1/);
  await page.getByText("More filters").click();
  await page
    .getByRole("combobox", { name: "Retention policy", exact: true })
    .selectOption("default");
  await expect(page).toHaveURL(/policy=default/);
  await page.getByRole("columnheader").getByRole("link", { name: "Last good" }).click();
  await expect(page).toHaveURL(/sort=lastGood/);
  await page.getByText("View", { exact: true }).click();
  await page.getByLabel("Credential", { exact: true }).and(page.getByRole("checkbox")).check();
  await expect(page).toHaveURL(/columns=/);
  const looksTheSame = async () => {
    await expect(page.getByRole("columnheader", { name: "Last good" })).toHaveAttribute(
      "aria-sort",
      "ascending",
    );
    await expect(page.getByRole("columnheader", { name: "Credential" })).toBeVisible();
    await expect(page.getByLabel("Region", { exact: true })).toHaveValue(REGION);
    await expect(page.getByRole("combobox", { name: "Retention policy", exact: true })).toHaveValue(
      "default",
    );
  };
  await looksTheSame();
  await page.reload();
  await looksTheSame();
  const shared = page.url();
  await page.getByRole("link", { name: "web-1" }).click();
  await expect(page.getByRole("heading", { name: "web-1" })).toBeVisible();
  await page.goBack();
  await looksTheSame();
  await page.context().clearCookies({ name: "amivault-columns" });
  await page.goto(shared);
  await looksTheSame();
});

test("suggestions come while one types, and are taken by the keyboard", async ({
  page,
  product,
  fleet,
}) => {
  const ids = await launchMany(product, fleet, "typed");
  await page.goto("/instances");
  const box = page.getByLabel("Name, instance id or tag");
  await box.pressSequentially("typed-03");
  await expect(
    page.locator(".suggest-list li").filter({ hasText: "typed-03" }).first(),
  ).toBeVisible();
  await box.press("ArrowDown");
  await expect(
    page.locator(".suggest-list li").filter({ hasText: "typed-03" }).first(),
  ).toHaveAttribute("aria-selected", "true");
  await box.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/instances/${ids[2]}`));

  await page.goto("/instances");
  await box.fill("kind=ty");
  await expect(page.locator(".suggest-list li").filter({ hasText: "kind=typed" })).toBeVisible();
  await box.press("ArrowUp");
  await box.press("Enter");
  await expect(page).toHaveURL(/tag=kind%3Dtyped/);
  await expect(page.locator("tbody tr")).toHaveCount(COUNT);
  await page.getByRole("link", { name: "Tag kind=typed: take this filter away" }).click();
  await expect(page).not.toHaveURL(/tag=/);
  for (const id of ids) await fleet.rest.delete(`/api/instances/${id}`);
});

test("an answer that comes while one chooses leaves the mark where it was", async ({
  page,
  product,
  fleet,
}) => {
  const ids = await launchMany(product, fleet, "chosen");
  await page.goto("/instances");
  const box = page.getByLabel("Name, instance id or tag");
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  const option = options.filter({ hasText: "chosen-02" });
  await box.fill("chosen-0");
  await expect(option).toBeVisible();
  const release = await hold(page, /suggestions\?text=chosen-02/);
  const asked = page.waitForRequest(/suggestions\?text=chosen-02/);
  await box.fill("chosen-02");
  await asked;
  await box.press("ArrowDown");
  await box.press("ArrowDown");
  await expect(option).toHaveAttribute("aria-selected", "true");
  release();
  await expect(options).toHaveCount(1);
  await expect(option).toHaveAttribute("aria-selected", "true");
  for (const id of ids) await fleet.rest.delete(`/api/instances/${id}`);
});

test("twelve are paused at once; one that is refused is named with its reason, and stays chosen", async ({
  page,
  product,
  fleet,
}) => {
  const ids = await launchMany(product, fleet, "paused");
  await page.goto("/instances?tag=kind%3Dpaused");
  await page.getByLabel("Select all on this page").check();
  await expect(page.getByText("12 instances selected")).toBeVisible();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Nothing of them is backed up");
  await fleet.rest.delete(`/api/instances/${ids[4]}`);
  await dialog.getByRole("button", { name: "Pause 12 instances" }).click();
  await expect(dialog).toContainText("11 done, 1 refused");
  const refused = dialog.locator(".fate").first();
  await expect(refused).toContainText("1 · Refused: The instance does not exist.");
  await expect(refused.getByRole("link", { name: "paused-05" })).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("one instance selected")).toBeVisible();
  await expect(page.locator("tbody").getByText("Paused", { exact: true })).toHaveCount(11);

  // Removing them keeps every image; so many ask for their number.
  await fleet.rest.post(`/api/instances/${ids[0]}/backups`, {});
  const images = async () => (await product.aws.images({ accountId: fleet.accountId })).items;
  await expect.poll(async () => JSON.stringify(await images())).toContain("paused-01");
  const before = (await images()).map(({ imageId }) => imageId);
  await page.goto("/instances?tag=kind%3Dpaused");
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(dialog.getByLabel("Keep every backup")).toBeChecked();
  await dialog.getByRole("button", { name: "Remove 11 instances" }).click();
  await expect(dialog.getByText("Type 11.", { exact: true })).toBeVisible();
  await dialog.getByLabel("Type 11 to go on with 11 instances").fill("11");
  await dialog.getByRole("button", { name: "Remove 11 instances" }).click();
  await expect(dialog).toContainText("11 done");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("Nothing matches")).toBeVisible();
  expect((await images()).map(({ imageId }) => imageId)).toEqual(expect.arrayContaining(before));
});

test("a connection that breaks in the middle loses nothing of what happened", async ({
  page,
  product,
  fleet,
  watch,
}) => {
  watch.allow(/Failed to load resource|ERR_FAILED/);
  const ids = await launchMany(product, fleet, "broken");
  await page.goto("/instances?tag=kind%3Dbroken");
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const dialog = page.getByRole("dialog");
  let sent = 0;
  await page.route("**/instances?tag=*", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    sent += 1;
    return sent === 2 ? route.abort() : route.continue();
  });
  await dialog.getByRole("button", { name: "Pause 12 instances" }).click();
  await expect(dialog).toContainText("5 done, 2 not tried, 5 answer lost");
  await expect(dialog).toContainText("The connection broke.");
  await dialog.getByRole("button", { name: "Try those 5 again" }).click();
  await expect(dialog).toContainText("10 done, 2 not tried");
  await dialog.getByRole("button", { name: "Go on with the 2 not tried" }).click();
  await expect(dialog).toContainText("12 done");
  for (const id of ids) await fleet.rest.delete(`/api/instances/${id}`);
});

test("the list goes into a file whole, and no name in it is a formula", async ({ page, fleet }) => {
  const { total } = await fleet.rest.get("/api/instances?limit=1");
  await page.goto("/instances");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("instances.csv");
  const text = await readFile(await download.path(), "utf8");
  expect(text.startsWith("\uFEFF")).toBe(true);
  expect(text.trimEnd().split("\r\n")).toHaveLength(1 + Number(total));
  expect(text).toContain(`"'=HYPERLINK(`);
  expect(text.slice(1)).not.toMatch(/(^|,|\n)"?[=+\-@\t]/);
});

test("everything is found by name and by id from anywhere", async ({ page, fleet }) => {
  await page.goto("/settings");
  const box = page.getByRole("combobox", { name: "An instance, a backup, a page or an act" });
  await pressUntil(page, ["Control+k"], () => expect(box).toBeFocused({ timeout: 2_000 }));
  await page.keyboard.type("web-1");
  await expect(page.locator(".suggest-list li").filter({ hasText: "web-1" }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/instances/${fleet.webId}`));
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.locator("body").press("/");
  await expect(box).toBeFocused();
  await page.keyboard.type(fleet.backupId);
  await expect(page.locator(".suggest-list li").first()).toContainText(fleet.backupId);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/backups/${fleet.backupId}`));

  await page.keyboard.press("Control+k");
  await page.keyboard.type("add a schedule");
  await expect(page.locator(".suggest-list li")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/schedules\/new/);
});
