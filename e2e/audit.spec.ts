import { readFile } from "node:fs/promises";
import { textOf } from "./rest";
import { expect, test } from "./test";

test("what one person did is filtered by who they are, also where another had the name, and exported as a selection", async ({
  page,
  fleet,
}) => {
  for (const role of ["viewer", "operator"]) {
    const { user } = await fleet.rest.post("/api/users", { username: "twice", role });
    const id = textOf(user as Record<string, unknown>, "id");
    await fleet.rest.delete(`/api/users/${id}`);
  }
  await page.goto("/audit?actor=twice");
  await expect(page.getByText("everyone who was called “twice”")).toBeVisible();
  await page
    .getByRole("link", { name: /^twice \(deleted/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/audit\?actorId=usr_/);
  await expect(page.getByText("Nothing matches")).toBeVisible();

  await page.getByLabel("Person").selectOption({ label: "ada" });
  await expect(page.getByText("deleted the user twice.").first()).toBeVisible();
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Export (these \d+|what matches)$/ }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe("audit-selection.jsonl");
  const text = await readFile(await download.path(), "utf8");
  const [head = "", ...lines] = text.trimEnd().split("\n");
  expect(head).toContain("cannot be verified as a chain");
  expect(lines.filter((line) => !line.includes('"actorName":"ada"'))).toEqual([]);
});
