import { REGION } from "./fleet";
import { expect, test } from "./test";

test("an image that is not ours is shown with its owner, and nothing is offered for it", async ({
  page,
  product,
  fleet,
}) => {
  const { accountId, rest } = fleet;
  const { images } = await product.aws.seedHistory({
    accountId,
    region: REGION,
    instanceId: fleet.webInstanceId,
    images: [
      {
        name: "AwsBackup_web",
        createdAt: Date.now() - 86_400_000,
        tags: { "aws:backup:source-resource": "arn:aws:ec2:eu-central-1::instance/i-1" },
      },
    ],
  });
  const imageId = images[0]?.imageId ?? "";
  await rest.post("/api/reconcile", {});
  await expect
    .poll(
      async () => {
        const { items } = await rest.get("/api/amis?owner=others");
        return Array.isArray(items) ? items.length : 0;
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  await page.goto("/amis?owner=others");
  const row = page.locator("tbody tr");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(imageId);
  await expect(row).toContainText("AWS Backup");
  await expect(row.getByRole("checkbox")).toHaveCount(0);
  await page.getByLabel("Made by").selectOption("AWS Backup");
  await expect(page).toHaveURL(/maker=AWS\+Backup/);
  await page.reload();
  await expect(row).toHaveCount(1);
  await page.getByLabel("Whose").selectOption("ours");
  await expect(page.getByText("Nothing matches")).toBeVisible();
});
