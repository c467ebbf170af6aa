import type { Locator, Page } from "@playwright/test";
import { prepareFleet, REGION } from "./fleet";
import type { Fleet } from "./fleet";
import { hold } from "./hold";
import type { Product } from "./product";
import { test as base, expect } from "./test";

/** Some three times as many as are in view. */
const MORE = 60;
const PREPARED_MS_MAX = 120_000;

/** More instances than fit, in a product of their own. */
const test = base.extend<object, { fleet: Fleet }>({
  fleet: [
    async ({ product }, use) => {
      const fleet = await prepareFleet(product);
      await protectMore({ product, fleet });
      await use(fleet);
    },
    { scope: "worker", timeout: PREPARED_MS_MAX },
  ],
});

async function protectMore({ product, fleet }: { product: Product; fleet: Fleet }): Promise<void> {
  const { accountId, credentialId, rest } = fleet;
  for (let number = 0; number < MORE; number += 1) {
    const name = `row-${String(number).padStart(2, "0")}`;
    const { instanceId } = await product.aws.createInstance({ accountId, region: REGION, name });
    await rest.post("/api/instances", { credentialId, region: REGION, instanceId });
  }
}

const rowsOf = (grid: Locator) => grid.getByRole("rowgroup").getByRole("row");

async function readIndexes(grid: Locator): Promise<number[]> {
  const rows = await rowsOf(grid).all();
  const found = await Promise.all(rows.map((row) => row.getAttribute("aria-rowindex")));
  return found.map(Number);
}

async function open(page: Page) {
  await page.goto("/");
  const grid = page.getByRole("grid");
  await grid.scrollIntoViewIfNeeded();
  // The header is a row too.
  const last = Number(await grid.getAttribute("aria-rowcount"));
  return { grid, last };
}

/** As a hand does. */
async function turnWheel(page: Page, grid: Locator, to: "end" | "start"): Promise<void> {
  const box = await grid.boundingBox();
  if (box === null) throw new Error("The heat map is not in view.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const isThere = () =>
    grid.evaluate((element, at) => {
      const { scrollTop, clientHeight, scrollHeight } = element;
      return at === "start" ? scrollTop === 0 : scrollTop + clientHeight >= scrollHeight - 1;
    }, to);
  await expect(async () => {
    await page.mouse.wheel(0, to === "end" ? 400 : -400);
    expect(await isThere()).toBe(true);
  }).toPass();
}

test("the heat map is scrolled to its end and back, and its rows are read in their order", async ({
  page,
}) => {
  const { grid, last } = await open(page);
  await turnWheel(page, grid, "end");
  await expect.poll(async () => (await readIndexes(grid)).at(-1)).toBe(last);
  const atEnd = await readIndexes(grid);
  expect(atEnd).toEqual(atEnd.toSorted((a, b) => a - b));
  expect(atEnd.length).toBeLessThan(last);
  await expect(rowsOf(grid).last()).toBeInViewport();
  await expect(rowsOf(grid).last().getByRole("link")).toBeVisible();

  await turnWheel(page, grid, "start");
  await expect.poll(async () => (await readIndexes(grid))[0]).toBe(2);
  const atStart = await readIndexes(grid);
  expect(atStart).toEqual(atStart.toSorted((a, b) => a - b));
  await expect(rowsOf(grid).first()).toBeInViewport();
});

test("the keys lead to the last row, whose cells have their names, and Enter leads from there", async ({
  page,
}) => {
  const { grid, last } = await open(page);
  await grid.focus();
  await page.keyboard.press("Control+End");
  const row = grid.locator(`[aria-rowindex="${last}"]`);
  await expect(row).toBeInViewport();
  await expect(row.getByRole("link")).toBeVisible();
  const today = row.getByRole("gridcell").last();
  await expect(today).toHaveAccessibleName(/^\d+ \w+: /);
  await expect(grid).toHaveAttribute(
    "aria-activedescendant",
    (await today.getAttribute("id")) ?? "",
  );
  const name = await row.getByRole("rowheader").innerText();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("a row that is still on its way says so to who hears it", async ({ page }) => {
  const release = await hold(page, /\/api\/backup-days/);
  const { grid, last } = await open(page);
  await grid.focus();
  await page.keyboard.press("Control+End");
  const name = grid.locator(`[aria-rowindex="${last}"]`).getByRole("rowheader");
  await expect(name).toHaveAccessibleName("not loaded yet");
  release();
  await expect(name.getByRole("link")).toBeVisible();
});

for (const width of [1440, 1280, 390]) {
  test(`the picture of each row lies under its cells, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const { grid } = await open(page);
    await turnWheel(page, grid, "end");
    const places = await rowsOf(grid).evaluateAll((rows) =>
      rows.map((row) => {
        const cells = [...row.querySelectorAll('[role="gridcell"]')];
        const box = (element: Element | null | undefined) => element?.getBoundingClientRect();
        const picture = box(row.querySelector("svg"));
        return {
          top: (picture?.top ?? 0) - (box(row)?.top ?? 1),
          left: (picture?.left ?? 0) - (box(cells[0])?.left ?? 1),
          right: (picture?.right ?? 0) - (box(cells.at(-1))?.right ?? 1),
        };
      }),
    );
    expect(places.length).toBeGreaterThan(10);
    for (const { top, left, right } of places) {
      expect(Math.abs(top)).toBeLessThan(0.5);
      expect(Math.abs(left)).toBeLessThan(0.5);
      expect(Math.abs(right)).toBeLessThan(0.5);
    }
  });
}
