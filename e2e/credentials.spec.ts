import { readFileSync } from "node:fs";
import { parse } from "yaml";
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
  await page.getByText("Access key", { exact: true }).click();
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

test("a role is added by its template: nothing secret is stored, and another external id is refused", async ({
  page,
  product,
  fleet,
}) => {
  const { aws } = product;
  await page.goto("/credentials/new");
  await expect(page.getByLabel("Role (recommended)")).toBeChecked();
  const guide = page.getByRole("region", { name: "Make the role" });
  const externalId = await page.getByLabel("External id").inputValue();
  expect(externalId).toMatch(/^amivault-[A-Za-z0-9]{22,}$/);
  const download = page.waitForEvent("download");
  await guide.getByRole("link", { name: "CloudFormation template" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("amivault-role.yaml");
  const template = parse(readFileSync(await file.path(), "utf8"));
  expect(template.Parameters.ExternalId.Default).toBe(externalId);
  expect(template.Parameters.TrustedAccountId.Default).toBe(fleet.accountId);
  const [policy] = template.Resources.Role.Properties.Policies;
  const actions = JSON.stringify(policy.PolicyDocument);
  expect(actions).toContain("ec2:DeregisterImage");
  expect(actions).not.toContain("events:PutRule");
  await guide.getByText("By hand: the trust policy").click();
  await expect(guide).toContainText(`"sts:ExternalId": "${externalId}"`);

  const away = await aws.createAccount({ name: "away" });
  const { arn } = await aws.createRole({
    accountId: away.accountId,
    name: "AmiVault",
    trusts: [fleet.accountId],
    externalId,
  });
  await page.getByLabel("Name").fill("Away");
  await page.getByLabel("Default region").fill("eu-central-1");
  await page.getByLabel("Role ARN").fill(arn);
  await page.getByLabel("External id").fill("another-external-id");
  await page.getByRole("button", { name: "Check and save" }).click();
  await expect(page.getByRole("alert").first()).toContainText("was not issued to you");
  await page.getByLabel("External id").fill(externalId);
  await page.getByRole("button", { name: "Check and save" }).click();
  await expect(page.getByRole("heading", { name: "Away" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Facts" })).toContainText(away.accountId);
});

test("the doctor asks of every credential, ends by itself and names what is denied where", async ({
  page,
  product,
  fleet,
}) => {
  const { aws } = product;
  const { accountId } = fleet;
  const { id } = await aws.deny({ accountId, action: "ec2:CreateImage" });
  await page.goto("/credentials");
  await page.getByRole("link", { name: "Permission doctor" }).click();
  await page.getByRole("button", { name: "Check all now" }).click();
  await expect(page.locator(".swal2-toast")).toContainText("Production", { timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Check all now" })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: accountId });
  await expect(row.getByText("Denied").first()).toBeAttached();
  const panel = page.getByRole("region", { name: "Production" });
  await expect(panel).toContainText('"Action": "ec2:CreateImage"');
  await panel.getByText("The least policy for what its account uses").click();
  await expect(panel.getByRole("button", { name: /^Copy the policy/ })).toBeVisible();
  await aws.allow({ id });
});

test("temporary keys are pasted at once, and say when they end", async ({
  page,
  product,
  fleet,
}) => {
  const { accountId } = fleet;
  const session = await product.aws.createSession({ accountId });
  const ends = new Date(Date.now() + 3_600_000).toISOString();
  await page.goto("/credentials/new");
  await page.getByText("Temporary key", { exact: true }).click();
  await page.getByLabel("Paste all at once").fill("nothing of it");
  await expect(page.getByText("There is no access key and secret in it.")).toBeVisible();
  await page.getByLabel("Paste all at once").fill(
    JSON.stringify({
      Version: 1,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: ends,
    }),
  );
  await expect(page.getByLabel("Access key ID")).toHaveValue(session.accessKeyId);
  await expect(page.getByLabel("Ends at")).toHaveValue(ends);
  await page.getByLabel("Name").fill("For a day");
  await page.getByLabel("Default region").fill("eu-central-1");
  await page.getByRole("button", { name: "Check and save" }).click();
  await expect(page.getByRole("region", { name: "Facts" })).toContainText(
    "min Good for backups by hand",
  );
  expect(await page.content()).not.toContain(session.secretAccessKey);
});
