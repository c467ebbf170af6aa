import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { prepareEnginePages } from "./engine-pages";
import { expect, test } from "./test";

const THEMES = ["light", "dark"] as const;
/** First-load script of an empty page of this framework, compressed. */
const EMPTY_PAGE_KIB = 132;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const FLEET_PATHS = [
  "/",
  "/alerts",
  "/instances",
  "/instances/new",
  "/instances/discover?status=all",
  "/instances/rules",
  "/instances/rules/new",
  "/backups",
  "/amis",
  "/schedules",
  "/schedules/aws",
  "/schedules/new",
  "/schedules/upcoming",
  "/schedules/windows/new",
];

const HOUSE_PATHS = [
  "/retention",
  "/retention/new",
  "/retention/lab",
  "/findings",
  "/plans",
  "/credentials",
  "/credentials/new",
  "/credentials/doctor",
  "/settings",
  "/settings/channels",
  "/settings/channels/new",
  "/account",
  "/users",
  "/audit",
  "/users/new",
];

let enginePaths: readonly string[] = [];

test.beforeAll(async ({ product, fleet }) => {
  test.setTimeout(180_000);
  enginePaths = await prepareEnginePages({ product, fleet });
});

function pathsOf(fleet: { webId: string; backupId: string; credentialId: string }): string[] {
  const { webId, backupId, credentialId } = fleet;
  return [
    ...FLEET_PATHS,
    `/instances/${webId}`,
    `/backups/${backupId}`,
    `/credentials/${credentialId}`,
  ];
}

/** Parts further down come with a person's first act. */
async function bringLaterParts(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Shift");
    expect(await page.locator(".later").count()).toBe(0);
  }).toPass();
}

/** Every page there is, in parts, so that none takes too long on a busy machine. */
const PARTS = [
  ["page of the fleet", pathsOf],
  ["page of the house", () => HOUSE_PATHS],
  ["page of one thing of the engine", () => enginePaths],
] as const;

for (const theme of THEMES) {
  for (const [what, toPaths] of PARTS) {
    test(`axe finds nothing on any ${what}, ${theme}`, async ({ page, fleet }) => {
      test.setTimeout(240_000);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      const found: string[] = [];
      for (const path of toPaths(fleet)) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        // Streamed like the rest of the page, where it names what is shown.
        await expect(page).toHaveTitle(/./);
        await bringLaterParts(page);
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
        found.push(...violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`));
      }
      expect(found).toEqual([]);
    });
  }

  test(`axe finds nothing at the door and in the dialogs, ${theme}`, async ({
    browser,
    page,
    product,
    fleet,
  }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.goto(`/instances/${fleet.webId}`);
    await page.getByRole("button", { name: "Back up now" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    const inDialog = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    expect(inDialog.violations.map(({ id }) => id)).toEqual([]);

    await page.goto(enginePaths.find((path) => path.startsWith("/backups/")) ?? "");
    await page.getByRole("button", { name: "Delete this backup" }).click();
    await expect(page.getByRole("dialog")).toContainText("What shall go");
    const inDelete = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    expect(inDelete.violations.map(({ id }) => id)).toEqual([]);

    await page.goto("/prove?next=%2Faccount");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const atProof = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    expect(atProof.violations.map(({ id }) => id)).toEqual([]);

    const stranger = await browser.newContext({
      baseURL: product.url,
      storageState: undefined,
      colorScheme: theme,
    });
    const door = await stranger.newPage();
    for (const [path, heading] of [
      ["/sign-in", "Sign in"],
      ["/invitation", "Choose your password"],
      ["/invitation#no-link-of-ours", "Choose your password"],
    ] as const) {
      await door.goto(path);
      await expect(door.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      if (path !== "/sign-in") await expect(door.locator(".notice-bad")).toBeVisible();
      const atDoor = await new AxeBuilder({ page: door }).withTags(TAGS).analyze();
      expect(
        atDoor.violations.map(({ id }) => id),
        path,
      ).toEqual([]);
    }
    await stranger.close();
  });
}

test("the theme follows the system until somebody chooses, and the choice is there at once", async ({
  page,
}) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/settings");
  const dark = await background();
  await page.emulateMedia({ colorScheme: "light" });
  const light = await background();
  expect(dark).not.toBe(light);

  await page.getByRole("button", { name: "Dark" }).click();
  expect(await background()).toBe(dark);
  const answer = await page.goto("/settings");
  expect(await answer?.text()).toContain('data-bs-theme="dark"');
  expect(await background()).toBe(dark);
  await page.getByRole("button", { name: "Auto" }).click();
  expect(await background()).toBe(light);
});

for (const [what, toPaths] of PARTS) {
  test(`no ${what} scrolls sideways from 360 px to 2560 px`, async ({ page, fleet }) => {
    test.setTimeout(240_000);
    for (const path of toPaths(fleet)) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await bringLaterParts(page);
      for (const width of [360, 390, 768, 1024, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(sideways, `${path} at ${width}`).toBeLessThanOrEqual(0);
      }
    }
  });
}

test("a page adds at most 35 KiB of script to the framework's own empty page", async ({
  page,
  fleet,
}) => {
  test.setTimeout(120_000);
  const found: Record<string, number> = {};
  for (const path of [...pathsOf(fleet), ...enginePaths]) {
    await page.goto(path, { waitUntil: "load" });
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .filter((entry) => entry.name.endsWith(".js"))
        .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
    );
    found[path] = Math.round(bytes / 1024);
  }
  const tooMuch = Object.entries(found).filter(([, kib]) => kib > EMPTY_PAGE_KIB + 35);
  expect(tooMuch, JSON.stringify(found)).toEqual([]);
});

test("the server sends no style attribute and no script without its nonce", async ({ page }) => {
  for (const path of [...FLEET_PATHS, ...HOUSE_PATHS]) {
    const answer = await page.request.get(path);
    const html = await answer.text();
    expect(html, path).not.toMatch(/<[^>]+\sstyle="/);
    expect(html.match(/<script(?![^>]*\snonce=)[^>]*>/g) ?? [], path).toEqual([]);
    expect(answer.headers()["content-security-policy"]).toContain("nonce-");
  }
});

test("every icon is drawn, from one file that browsers keep and strangers get", async ({
  page,
  product,
}) => {
  await page.goto("/instances");
  const icons = page.locator("svg.icon:visible");
  expect(await icons.count()).toBeGreaterThan(10);
  const countEmpty = () =>
    icons.evaluateAll(
      (all) => all.filter((icon) => (icon as SVGSVGElement).getBBox().width === 0).length,
    );
  await expect.poll(countEmpty).toBe(0);

  const href = await icons.first().locator("use").getAttribute("href");
  const file = new URL(href?.split("#")[0] ?? "", product.url);
  const answer = await fetch(file, { redirect: "manual" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("image/svg+xml");
  expect(answer.headers.get("cache-control")).toContain("immutable");
});
