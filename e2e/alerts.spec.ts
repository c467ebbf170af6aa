import { REGION } from "./fleet";
import { textOf } from "./rest";
import { expect, test } from "./test";

test("a failing backup raises one alert, which is acknowledged and closes by itself", async ({
  page,
  product,
  fleet,
}) => {
  const { aws } = product;
  const { accountId, credentialId, rest } = fleet;
  const { instanceId } = await aws.createInstance({ accountId, region: REGION, name: "flaky-1" });
  const instance = { credentialId, region: REGION, instanceId };
  const id = textOf(await rest.post("/api/instances", instance), "id");
  const backUp = () => rest.post(`/api/instances/${id}/backups`, {});
  await aws.deny({ accountId, action: "ec2:CreateImage" });
  await page.goto("/");
  await backUp();
  const needsYou = page.getByRole("region", { name: "Needs you" });
  const entry = needsYou.getByRole("listitem").filter({ hasText: "flaky-1" });
  await expect(entry).toHaveCount(1);
  await expect(entry).toContainText(`Backups fail in account ${accountId}`);
  await entry.getByRole("button", { name: /^Acknowledge/ }).click();
  await expect(entry).toContainText("looked after by ada");

  await entry.getByRole("link", { name: /^Backups fail/ }).click();
  await expect(page.locator(".page-lead")).toContainText("Acknowledged");
  await expect(page.getByRole("region", { name: "Affected" })).toContainText("flaky-1");
  await aws.allow({});
  await backUp();
  await expect(page.locator(".page-lead")).toContainText("Closed", { timeout: 30_000 });
  await expect(page.getByText("Backups succeed again.")).toBeVisible();
});
