import { expect, test } from "./test";

test("an address that AWS cannot call is refused beside its field; one that leads nowhere is saved, and said so", async ({
  page,
}) => {
  await page.goto("/settings");
  const address = page.getByLabel("Public address");
  const save = page.getByRole("button", { name: "Save the address" });
  await address.fill("http://amivault.example.org");
  await save.click();
  await expect(address).toHaveAccessibleDescription(/Use https/);
  await expect(address).toHaveValue("http://amivault.example.org");
  await address.fill("https://127.0.0.1:9");
  await save.click();
  const notice = page.getByRole("alert").filter({ hasText: "could not be tried from here" });
  await expect(notice).toBeVisible();
  await expect(page.getByText("Called at https://127.0.0.1:9/api/backup-callback")).toBeVisible();
  await address.fill("");
  await save.click();
  await expect(page.getByText("AWS has no address to call")).toBeVisible();
  await expect(notice).toBeHidden();
});
