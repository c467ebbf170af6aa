import { createClient } from "@libsql/client";
import type { BrowserContext, Page } from "@playwright/test";
import type { Fleet } from "./fleet";
import type { Product } from "./product";
import { expect, test } from "./test";

const PAUSED = "Paused: nothing is backed up.";
/** A tab that looks on asks every 5 s whether the leading one lives, and gives it 4 s. */
const TAKEN_OVER_MS_MAX = 30_000;
/** The product writes as well. */
const BUSY_MS = 5_000;

const setPaused = (fleet: Fleet, paused: boolean) =>
  fleet.rest.patch(`/api/instances/${fleet.webId}`, { paused });

/** The instance's page twice; the first reads the stream. */
async function openTwo(page: Page, context: BrowserContext, fleet: Fleet): Promise<[Page, Page]> {
  const streaming = page.waitForRequest(/\/api\/events/);
  await page.goto(`/instances/${fleet.webId}`);
  await streaming;
  const other = await context.newPage();
  await other.goto(`/instances/${fleet.webId}`);
  return [page, other];
}

test("when the tab that reads the stream is closed, another reads on and misses nothing", async ({
  page,
  context,
  fleet,
}) => {
  const [leading, other] = await openTwo(page, context, fleet);
  const streaming = other.waitForRequest(/\/api\/events/);
  await leading.close();
  await setPaused(fleet, true);
  await streaming;
  await expect(other.getByText(PAUSED)).toBeVisible();
  await setPaused(fleet, false);
  await expect(other.getByText(PAUSED)).toHaveCount(0);
});

test("a leading tab that hangs does not keep the others from what changes, and stands back when it is well", async ({
  page,
  context,
  fleet,
}) => {
  const [leading, other] = await openTwo(page, context, fleet);
  const debug = await context.newCDPSession(leading);
  await debug.send("Debugger.enable");
  await debug.send("Debugger.pause");
  const streaming = other.waitForRequest(/\/api\/events/, { timeout: TAKEN_OVER_MS_MAX });
  await setPaused(fleet, true);
  await streaming;
  await expect(other.getByText(PAUSED)).toBeVisible();
  await debug.send("Debugger.resume");
  await debug.send("Debugger.disable");
  await setPaused(fleet, false);
  for (const tab of [leading, other]) await expect(tab.getByText(PAUSED)).toHaveCount(0);
});

test("a page that cannot reach the server stays as it is, and shows what changed once it can", async ({
  page,
  context,
  fleet,
  watch,
}) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  const [leading, other] = await openTwo(page, context, fleet);
  await context.setOffline(true);
  await setPaused(fleet, true);
  // Chromium keeps the stream that is open: the event comes, and the page must not be asked for.
  await setPaused(fleet, false);
  await setPaused(fleet, true);
  for (const tab of [leading, other]) {
    await expect(tab.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(tab.getByText(PAUSED)).toHaveCount(0);
  }
  await context.setOffline(false);
  for (const tab of [leading, other]) await expect(tab.getByText(PAUSED)).toBeVisible();
  await setPaused(fleet, false);
  for (const tab of [leading, other]) await expect(tab.getByText(PAUSED)).toHaveCount(0);
});

test("what changed while the server was away is there when it is back", async ({
  page,
  product,
  fleet,
  watch,
}) => {
  // While it goes down it takes no new stream.
  watch.allow(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|status of 503 .*api\/events/);
  await page.goto(`/instances/${fleet.webId}`);
  await product.restart(async () => {});
  await setPaused(fleet, true);
  await expect(page.getByText(PAUSED)).toBeVisible({ timeout: TAKEN_OVER_MS_MAX });
  await setPaused(fleet, false);
  await expect(page.getByText(PAUSED)).toHaveCount(0);
});

test("a page that keeps itself up to date does not keep its session from growing idle; a click does", async ({
  page,
  product,
  fleet,
}) => {
  await page.goto(`/instances/${fleet.webId}`);
  await setSeen(product, 10);
  await setPaused(fleet, true);
  await expect(page.getByText(PAUSED)).toBeVisible();
  expect(await minutesSinceSeen(product)).toBeGreaterThanOrEqual(10);
  await setPaused(fleet, false);
  await expect(page.getByText(PAUSED)).toHaveCount(0);
  await page.getByRole("link", { name: "Schedules" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Schedules" })).toBeVisible();
  await expect.poll(() => minutesSinceSeen(product)).toBeLessThan(10);
});

async function setSeen({ databaseUrl }: Product, minutes: number): Promise<void> {
  const database = createClient({ url: databaseUrl, timeout: BUSY_MS });
  const at = Date.now() - minutes * 60_000;
  await database.execute({
    sql: "update sessions set last_seen_at = ? where kind = 'web'",
    args: [at],
  });
  database.close();
}

async function minutesSinceSeen({ databaseUrl }: Product): Promise<number> {
  const database = createClient({ url: databaseUrl });
  const { rows } = await database.execute(
    "select max(last_seen_at) as at from sessions where kind = 'web' and ended_at is null",
  );
  database.close();
  return (Date.now() - Number(rows[0]?.["at"])) / 60_000;
}
