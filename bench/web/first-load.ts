import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext } from "@playwright/test";
import { round, say } from "../report";
import { openSignedIn, startBrowser } from "./browser";
import { startEmptyApp } from "./empty-app";
import { listPages } from "./page-list";
import type { WebWorld } from "./web-world";

/** No script was asked for during so long: what still comes would need somebody to do something. */
const QUIET_MS = 1_200;
const ABOVE_EMPTY_KIB_MAX = 35;

export interface FirstLoad {
  emptyPageJsKiB: number;
  /** By route. */
  firstLoadJsKiB: Record<string, number>;
  boundKiB: number;
  /** Uncompressed HTML by route. */
  htmlKiB: Record<string, number>;
}

/**
 * What each page makes a browser with empty caches fetch and run, gzip, without anybody touching it;
 * beside the framework's own empty page, built and fetched in the same run.
 */
export async function measureFirstLoad(world: WebWorld): Promise<FirstLoad> {
  const browser = await startBrowser();
  try {
    const emptyPageJsKiB = await measureEmpty(browser);
    const result: FirstLoad = {
      emptyPageJsKiB: round(emptyPageJsKiB),
      firstLoadJsKiB: {},
      boundKiB: round(emptyPageJsKiB + ABOVE_EMPTY_KIB_MAX),
      htmlKiB: {},
    };
    for (const [route, path] of listPages()) {
      const context = await openFor(route, browser, world);
      const { scriptKiB, htmlKiB } = await measurePage(context, path);
      result.firstLoadJsKiB[route] = round(scriptKiB);
      result.htmlKiB[route] = round(htmlKiB);
      say(`  ${route}: ${round(scriptKiB)} KiB of scripts, ${round(htmlKiB)} KiB of HTML`);
    }
    return result;
  } finally {
    await browser.close();
  }
}

/** The door and what stands behind it are shown only to those who have not come in. */
function openFor(route: string, browser: Browser, world: WebWorld): Promise<BrowserContext> {
  if (route === "/sign-in") return browser.newContext({ baseURL: world.url });
  const cookie = route === "/first-password" ? world.newcomer : world.cookie;
  return openSignedIn(browser, world, cookie);
}

async function measureEmpty(browser: Browser): Promise<number> {
  const empty = await startEmptyApp();
  try {
    const context = await browser.newContext({ baseURL: empty.url });
    return (await measurePage(context, "/")).scriptKiB;
  } finally {
    await empty.process.stop();
  }
}

async function measurePage(
  context: BrowserContext,
  path: string,
): Promise<{ scriptKiB: number; htmlKiB: number }> {
  const page = await context.newPage();
  const scripts: Promise<Buffer>[] = [];
  let lastAt = performance.now();
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    lastAt = performance.now();
    scripts.push(response.body());
  });
  const answer = await page.goto(path, { waitUntil: "load" });
  const htmlBytes = (await answer?.body())?.byteLength ?? 0;
  if (answer?.status() !== 200) throw new Error(`${path} answered ${answer?.status()}.`);
  const shown = new URL(page.url()).pathname;
  if (shown !== path) throw new Error(`${path} led to ${shown}.`);
  while (performance.now() - lastAt < QUIET_MS) await sleep(100);
  const bodies = await Promise.all(scripts);
  await context.close();
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).byteLength, 0);
  return { scriptKiB: bytes / 1024, htmlKiB: htmlBytes / 1024 };
}
