import { expect, test } from "./test";

test("a credential is refused in words, then saved and never shown again", async ({
  page,
  fleet,
}) => {
  await page.goto("/credentials");
  await page.getByRole("link", { name: "Add a credential" }).click();
  await expect(page.getByRole("heading", { name: "Add a credential" })).toBeVisible();
  await page.getByLabel("Name").fill("Second way in");
  await page.getByLabel("Default region").fill("eu-central-1");
  await page.getByLabel("Access key", { exact: true }).check();
  await page.getByLabel("Access key ID").fill(fleet.keys.accessKeyId);
  await page.getByLabel("Secret access key").fill("not-the-secret-of-this-key");
  await page.getByRole("button", { name: "Check and save" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Second way in");
  await expect(page.getByLabel("Access key ID")).toHaveValue(fleet.keys.accessKeyId);

  await page.getByLabel("Secret access key").fill(fleet.keys.secretAccessKey);
  await page.getByRole("button", { name: "Check and save" }).click();
  await expect(page.getByRole("heading", { name: "Second way in" })).toBeVisible();
  await expect(page.getByText("Works")).toBeVisible();
  expect(await page.content()).not.toContain(fleet.keys.secretAccessKey);
  expect(await page.content()).not.toContain(fleet.keys.accessKeyId);

  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.locator(".swal2-popup")).toBeVisible();

  await page.getByRole("button", { name: "Delete the credential" }).click();
  const question = page.getByRole("dialog").filter({ hasText: "Second way in" });
  await expect(question).toContainText("Nothing changes in AWS");
  await question.getByRole("button", { name: "Delete the credential" }).click();
  await expect(page).toHaveURL(/\/credentials$/);
  await expect(page.getByRole("link", { name: "Second way in" })).toHaveCount(0);
});

test("a credential that instances depend on is not deleted, and says which they are", async ({
  page,
  fleet,
}) => {
  await page.goto(`/credentials/${fleet.credentialId}`);
  await page.getByRole("button", { name: "Delete the credential" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the credential" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("instances are backed up");
  await expect(page).toHaveURL(new RegExp(fleet.credentialId));
});

test("a credential that may not make images says so, with the statement to add, until it may", async ({
  page,
  product,
  fleet,
}) => {
  const { aws } = product;
  const { accountId, credentialId } = fleet;
  const { id } = await aws.deny({ accountId, action: "ec2:CreateImage" });
  await page.goto(`/credentials/${credentialId}`);
  await page.getByRole("button", { name: "Check now" }).click();
  const answer = page.getByRole("dialog");
  await expect(answer).toContainText("may not do ec2:CreateImage");
  await answer.getByRole("button", { name: "Close" }).click();
  await expect(page.locator(".page-lead")).toContainText("1 permission missing");
  const panel = page.getByRole("region", { name: "What it may do" });
  const missing = panel.getByRole("listitem").first();
  await expect(missing).toContainText("Missing");
  await expect(missing).toContainText('"Action": "ec2:CreateImage"');
  await expect(missing).toContainText("amivault:owner");
  await expect(missing.getByRole("button", { name: /^Copy the statement/ })).toBeVisible();

  await aws.allow({ id });
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.locator(".swal2-toast")).toContainText("AWS knows it as");
  await expect(page.locator(".page-lead")).toContainText("Works");
  await expect(panel.getByText("Missing")).toHaveCount(0);

  // What EventBridge needs is apart, and is held against nobody who does not use it.
  const besides = page.getByRole("region", { name: "What EventBridge needs besides" });
  await expect(besides).toContainText("Not needed yet");
  await besides.locator("summary").first().click();
  await expect(
    besides.getByRole("listitem").filter({ hasText: "events:DescribeRule" }),
  ).toContainText("Allowed");
});
