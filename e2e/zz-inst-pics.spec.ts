import { REGION } from "./fleet";
import { textOf } from "./rest";
import { expect, test } from "./test";

test("pictures", async ({ page, product, fleet }) => {
  test.setTimeout(240_000);
  for (let n = 1; n <= 14; n += 1) {
    const { instanceId } = await product.aws.createInstance({
      accountId: fleet.accountId,
      region: n % 3 ? REGION : "us-east-1",
      name: `shop-${n % 2 ? "web" : "db"}-${n}`,
      tags: { env: n % 2 ? "prod" : "test", team: "payments", "cost-center": String(4000 + n) },
    });
    const id = textOf(
      await fleet.rest.post("/api/instances", {
        credentialId: fleet.credentialId,
        region: n % 3 ? REGION : "us-east-1",
        instanceId,
        schedule: n % 4 === 0 ? "hourly" : "default",
      }),
      "id",
    );
    if (n === 1) await fleet.rest.post(`/api/instances/${id}/backups`, {});
  }
  const shot = async (name: string) => {
    await page.screenshot({ path: `/tmp/inst/${name}.png` });
  };
  for (const [w, h] of [
    [1440, 900],
    [390, 844],
  ] as const)
    for (const scheme of ["light", "dark"] as const) {
      const tag = `${w}-${scheme}`;
      await page.setViewportSize({ width: w, height: h });
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto("/instances");
      await expect(page.getByText("shop-web-1").first()).toBeVisible();
      await shot(`list-${tag}`);
      await page.getByLabel("Select all on this page").check();
      await page.getByText("More filters").click();
      await shot(`selected-${tag}`);
      await page.getByText("View", { exact: true }).click();
      await shot(`columns-${tag}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Remove", exact: true }).click();
      await expect(page.getByText("Keep every backup")).toBeVisible();
      await shot(`remove-${tag}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Schedules", exact: true }).click();
      await expect(page.getByRole("dialog")).toContainText("Add another schedule");
      await shot(`schedules-${tag}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Retention", exact: true }).click();
      await expect(page.getByRole("dialog")).toContainText("Policy");
      await page.waitForTimeout(800);
      await shot(`policy-${tag}`);
      await page.keyboard.press("Escape");
      if (tag === "1440-light" || tag === "390-dark") {
        await page.getByRole("button", { name: "Check now", exact: true }).click();
        await page
          .getByRole("dialog")
          .getByRole("button", { name: /^Check \d+/ })
          .click();
        await expect(page.getByRole("dialog")).toContainText("done");
        await shot(`fates-${tag}`);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
      }
      await page.goto(
        "/instances?columns=health,state,place,schedule,lastGood,nextDue,backups,policy,credential,type,tags",
      );
      await shot(`wide-${tag}`);
      await page.getByLabel("Name, instance id or tag").pressSequentially("sh");
      await expect(page.locator(".suggest-list li").first()).toBeVisible();
      await shot(`suggest-${tag}`);
      await page.goto("/instances?tag=env%3Dprod");
      await shot(`tag-${tag}`);
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("dialog")).toBeVisible();
      await page.keyboard.type("shop");
      await page.waitForTimeout(600);
      await shot(`palette-${tag}`);
      await page.goto(`/instances/${fleet.hostileIds[0]}`);
      await page.screenshot({ path: `/tmp/inst/instance-${tag}.png`, fullPage: true });
    }
  const sizes = await page.evaluate(() => 0);
  expect(sizes).toBe(0);
});
