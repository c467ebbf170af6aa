import { test as base, expect } from "@playwright/test";
import type { Page } from "@playwright/test";
import { prepareFleet } from "./fleet";
import type { Fleet } from "./fleet";
import { startProduct } from "./product";
import type { Product } from "./product";
import { setProven } from "./proven";
import { watchPage } from "./watch-page";
import type { PageWatch } from "./watch-page";

interface WorkerFixtures {
  product: Product;
  fleet: Fleet;
  /** Cookies of a signed-in administrator. */
  session: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;
}

interface TestFixtures {
  watch: PageWatch;
  /** However long the worker's sessions have lived: what asks for a proof is tested on its own. */
  proven: undefined;
}

/** Signed in, on the worker's own product; fails on whatever the page complains of. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  product: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from the pattern
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  fleet: [
    async ({ product }, use) => use(await prepareFleet(product)),
    { scope: "worker", timeout: 60_000 },
  ],
  session: [
    async ({ browser, product, fleet }, use) => {
      const page = await browser.newPage({ baseURL: product.url });
      await signIn(page, { username: product.administrator.username, password: fleet.password });
      await expect(page).toHaveURL(`${product.url}/`);
      const state = await page.context().storageState();
      await page.context().close();
      await use(state);
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  storageState: async ({ session }, use) => use(session),
  proven: [
    async ({ product, session: _session }, use) => {
      await setProven(product, 0);
      await use(undefined);
    },
    { auto: true },
  ],
  watch: [
    async ({ page }, use) => {
      const watch = watchPage(page);
      await use(watch);
      expect(watch.problems).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export async function signIn(
  page: Page,
  who: { username: string; password: string },
): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("User name").fill(who.username);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
