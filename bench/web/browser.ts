import type { Browser, BrowserContext } from "@playwright/test";
import { chromiumOptions } from "#e2e/chromium";
import type { WebWorld } from "./web-world";

/**
 * A real Chromium; further arguments are its own. What drives it is loaded here alone: benches that
 * measure themselves would be measured with 100 MiB of it.
 */
export async function startBrowser(args: readonly string[] = []): Promise<Browser> {
  const { chromium } = await import("@playwright/test");
  const options = chromiumOptions();
  return chromium.launch({ ...options, args: [...(options.args ?? []), ...args] });
}

/** A window with empty caches, signed in. */
export async function openSignedIn(
  browser: Browser,
  world: WebWorld,
  cookie = world.cookie,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: world.url,
    viewport: { width: 1440, height: 900 },
  });
  const { name, value } = cookie;
  await context.addCookies([{ name, value, url: world.url }]);
  return context;
}
