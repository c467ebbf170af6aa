import type { Page } from "@playwright/test";
import { prepareEnginePages } from "./engine-pages";
import { expect, test } from "./test";

/** Lists of many columns; each has rows once one of everything was made. */
const PATHS = [
  "/instances",
  "/instances/discover?status=all",
  "/instances/rules",
  "/backups",
  "/schedules/aws",
  "/amis",
  "/findings",
  "/retention",
  "/plans",
];

test.beforeAll(async ({ product, fleet }) => {
  test.setTimeout(180_000);
  await prepareEnginePages({ product, fleet });
  await fleet.rest.post("/api/discovery/runs", {});
  await expect
    .poll(async () => (await fleet.rest.get("/api/discovery?status=all"))["total"])
    .toBeGreaterThan(0);
});

/** Each table: how it is laid out, and by how much it is wider than its panel. */
async function tablesOf(page: Page, path: string) {
  await page.goto(path);
  const tables = page.locator("table.list");
  await expect(tables.first()).toBeAttached();
  return tables.evaluateAll((all) =>
    all.map((table) => ({
      display: getComputedStyle(table).display,
      excess: table.scrollWidth - (table.closest(".panel")?.clientWidth ?? 0),
    })),
  );
}

async function layoutAt(page: Page, width: number) {
  await page.setViewportSize({ width, height: 800 });
  const displays: Record<string, string[]> = {};
  const tooWide: string[] = [];
  for (const path of PATHS) {
    const tables = await tablesOf(page, path);
    displays[path] = tables.map(({ display }) => display);
    if (tables.some(({ excess }) => excess > 0)) tooWide.push(path);
  }
  return { displays, tooWide };
}

test("every list is a table on a screen of 1280 px, and fits its panel", async ({ page }) => {
  const { displays, tooWide } = await layoutAt(page, 1280);
  expect(
    Object.values(displays)
      .flat()
      .filter((display) => display !== "table"),
  ).toEqual([]);
  expect(tooWide).toEqual([]);
});

test("on 1024 px a list is a table where it fits, and cards where it does not", async ({
  page,
}) => {
  const { displays, tooWide } = await layoutAt(page, 1024);
  expect(displays["/plans"]).toEqual(["table"]);
  expect(displays["/instances"]).toEqual(["block"]);
  expect(tooWide).toEqual([]);
});
