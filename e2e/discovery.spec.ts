import { REGIONS } from "#simulator/core/regions";
import { REGION, type Fleet } from "./fleet";
import type { Product } from "./product";
import { textOf } from "./rest";
import { expect, test } from "./test";

const SECOND_REGION = "us-east-1";

/** An account of two regions with a credential of its own. */
async function addAccount({
  product,
  fleet,
  name,
}: {
  product: Product;
  fleet: Fleet;
  name: string;
}) {
  const off = [...REGIONS.keys()].filter((one) => one !== REGION && one !== SECOND_REGION);
  const regions = Object.fromEntries(off.map((region) => [region, "not-opted-in" as const]));
  const { accountId, keys } = await product.aws.createAccount({ name, regions });
  const [key] = keys;
  if (key === undefined) throw new Error("The account has no key.");
  const credential = await fleet.rest.post("/api/aws-credentials", {
    name,
    region: REGION,
    kind: "access_key",
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
  });
  const launch = (instance: string, tags: Record<string, string> = {}) =>
    product.aws.createInstance({ accountId, region: REGION, tags: { Name: instance, ...tags } });
  return { accountId, credentialId: textOf(credential, "id"), launch };
}

test("what runs is discovered, and ten are protected in one go", async ({
  page,
  product,
  fleet,
}) => {
  const { launch } = await addAccount({ product, fleet, name: "Discovered" });
  for (let number = 0; number < 10; number++) await launch(`found-${number}`);
  await page.goto("/instances/discover");
  await page.getByRole("button", { name: "Discover", exact: true }).click();
  await page.getByRole("searchbox").fill("found-");
  await expect(page.locator("tbody tr")).toHaveCount(10, { timeout: 30_000 });
  await expect(page.getByRole("heading", { name: "Last look" })).toBeVisible({ timeout: 30_000 });

  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Protect", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("AWS is asked first");
  await dialog.getByRole("button", { name: "Protect 10 instances" }).click();
  await expect(dialog).toContainText("10 done");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.locator("tbody .badge-status", { hasText: "Protected" })).toHaveCount(10);

  await page.goto("/instances?search=found-");
  await expect(page.locator("tbody tr")).toHaveCount(10);
  await expect(page.locator("tbody tr").first()).toContainText("day at 02:00");
});

test("an account that cannot be read says which statement is missing, and the others go on", async ({
  page,
  product,
  fleet,
}) => {
  const good = await addAccount({ product, fleet, name: "Readable" });
  const bad = await addAccount({ product, fleet, name: "Unreadable" });
  await good.launch("seen-1");
  await product.aws.deny({ accountId: bad.accountId, action: "ec2:DescribeInstances" });
  await page.goto("/instances/discover");
  await page.getByRole("button", { name: "Choose where…" }).click();
  await page.getByLabel(`Readable (${good.accountId})`).check();
  await page.getByLabel(`Unreadable (${bad.accountId})`).check();
  await page.getByRole("dialog").getByRole("button", { name: "Discover" }).click();
  const notice = page.locator(".notice", { hasText: bad.accountId });
  await expect(notice).toContainText("may not do ec2:DescribeInstances", { timeout: 30_000 });
  await expect(notice).toContainText('"Action": "ec2:DescribeInstances"');
  await expect(page.getByRole("link", { name: /^Not protected/ })).toBeVisible();
  await page.getByRole("searchbox").fill("seen-1");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await product.aws.allow({});
});

test("one that is left unprotected counts no more, and the address keeps the filters", async ({
  page,
  product,
  fleet,
}) => {
  const { launch, accountId } = await addAccount({ product, fleet, name: "Left alone" });
  await launch("lonely", { Purpose: "scratch" });
  await page.goto(`/instances/discover?account=${accountId}&tag=Purpose%3Dscratch`);
  await page.getByRole("button", { name: "Discover", exact: true }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1, { timeout: 30_000 });
  await page.getByLabel("Choose lonely").check();
  await page.getByRole("button", { name: "Leave unprotected" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Leave one instance/ })
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await expect(page.locator("tbody tr")).toHaveCount(0);
  await page.getByRole("link", { name: /^Left unprotected/ }).click();
  await expect(page).toHaveURL(/tag=Purpose%3Dscratch.*status=ignored/);
  await expect(page.locator("tbody tr")).toContainText("by ada");
  await page.reload();
  await expect(page.getByLabel("Tag, or tag=value")).toHaveValue("Purpose=scratch");
  await page.goBack();
  await expect(page.locator("tbody tr")).toHaveCount(0);
});

test("a rule counts while it is typed, and protects what appears later", async ({
  page,
  product,
  fleet,
}) => {
  const { launch } = await addAccount({ product, fleet, name: "Ruled" });
  await launch("ruled-1", { Fleet: "ruled" });
  await page.goto("/instances/discover?search=ruled-");
  await page.getByRole("button", { name: "Discover", exact: true }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1, { timeout: 30_000 });

  await page.goto("/instances/rules/new");
  await page.getByLabel("Name", { exact: true }).fill("The ruled");
  await page.getByLabel("Tag", { exact: true }).fill("Fleet");
  await page.getByLabel("Value").fill("rul");
  const matches = page.locator(".rule-matches");
  await expect(matches).toContainText("Nothing that is known matches");
  await page.getByLabel("Test").selectOption("prefix");
  await expect(matches).toContainText("1 instance matches: 1 is to be protected");
  await expect(matches).toContainText("ruled-1");
  await page.getByRole("button", { name: "Create the rule" }).click();
  await expect(page.getByRole("link", { name: "The ruled" })).toBeVisible();

  const ruled = page.locator("tbody tr");
  await page.goto("/instances?search=ruled-");
  await expect(ruled).toHaveCount(1, { timeout: 30_000 });
  await launch("ruled-2", { Fleet: "ruled" });
  await page.goto("/instances/discover?search=ruled-");
  await page.getByRole("button", { name: "Discover", exact: true }).click();
  await expect(page.locator("tbody .badge-status", { hasText: "Protected" })).toHaveCount(2, {
    timeout: 30_000,
  });

  await page.goto("/instances/rules");
  await page.getByRole("link", { name: "The ruled" }).click();
  await expect(page.getByLabel("Value")).toHaveValue("rul");
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the rule" }).click();
  await expect(page).toHaveURL(/\/instances\/rules$/);
  await expect(page.getByRole("link", { name: "The ruled" })).toHaveCount(0);
});
