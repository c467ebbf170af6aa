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

test("several alerts are acknowledged together, each with its fate, and the filters are in the address", async ({
  page,
  product,
  fleet,
}) => {
  const { aws } = product;
  const { accountId, credentialId, rest } = fleet;
  const ids: string[] = [];
  for (const code of ["OptInRequired", "PendingVerification"]) {
    const name = `stuck-${code}`;
    const { instanceId } = await aws.createInstance({ accountId, region: REGION, name });
    const instance = { credentialId, region: REGION, instanceId };
    const id = textOf(await rest.post("/api/instances", instance), "id");
    await aws.addFault({
      scope: { accountId, action: "CreateImage" },
      times: 1,
      effect: { kind: "error", code },
    });
    await rest.post(`/api/instances/${id}/backups`, {});
    const open = async () =>
      JSON.stringify(await rest.get(`/api/alerts?status=open&instance=${id}`));
    await expect.poll(open, { timeout: 30_000 }).toContain(code);
    ids.push(id);
  }
  await page.goto(`/alerts?account=${accountId}`);
  const open = page.getByRole("region", { name: "Open" });
  for (const code of ["OptInRequired", "PendingVerification"]) {
    await open.getByRole("checkbox", { name: new RegExp(code) }).check();
  }
  await open.getByRole("button", { name: "Acknowledge", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Acknowledge 2 alerts" }).click();
  await expect(dialog.getByRole("status")).toContainText("2");
  await dialog.locator(".dialog-foot").getByRole("button", { name: "Close" }).click();
  await expect(open.getByText("Acknowledged", { exact: true })).toHaveCount(2);

  await page.getByLabel("State").selectOption("open");
  await expect(page).toHaveURL(new RegExp(`status=open`));
  await expect(page.getByRole("region", { name: "History" })).toHaveCount(0);
  await page.goto(`/alerts?instance=${ids[0]}`);
  await expect(page.getByLabel("Instance")).toHaveValue(ids[0] ?? "");
  await expect(open.getByRole("listitem")).toHaveCount(1);
  await expect(open).toContainText("OptInRequired");
  for (const id of ids) await rest.post(`/api/instances/${id}/backups`, {});
});
