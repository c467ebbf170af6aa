import type { Page } from "@playwright/test";
import { percentile, round } from "../report";
import { openSignedIn, startBrowser } from "./browser";
import type { WebWorld } from "./web-world";

/** Ten rows a frame: five thousand rows in under ten seconds. */
const PX_PER_FRAME = 240;
const SETTLE_MS = 2_000;

export interface HeatFrames {
  frameMsMax: number;
  frameMsP99: number;
  frames: number;
  rows: number;
}

/** Frames of a real Chromium while the heat map is scrolled to its end, rows loading, and back. */
export async function measureHeatFrames(world: WebWorld): Promise<HeatFrames> {
  const browser = await startBrowser();
  try {
    const page = await (await openSignedIn(browser, world)).newPage();
    await page.goto("/", { waitUntil: "load" });
    await page.waitForTimeout(SETTLE_MS);
    const down = await scrollThrough(page, PX_PER_FRAME);
    const up = await scrollThrough(page, -PX_PER_FRAME);
    const all = [...down, ...up];
    return {
      frameMsMax: round(Math.max(...all)),
      frameMsP99: round(percentile(all, 0.99)),
      frames: all.length,
      rows: await page.evaluate(
        () => Number(document.querySelector("[role=grid]")?.getAttribute("aria-rowcount")) - 1,
      ),
    };
  } finally {
    await browser.close();
  }
}

/** The time between one frame and the next, all the way. */
function scrollThrough(page: Page, pxPerFrame: number): Promise<number[]> {
  return page.evaluate(async (px) => {
    const grid = document.querySelector("[role=grid]");
    if (grid === null) throw new Error("The dashboard has no heat map.");
    grid.scrollIntoView();
    const deltas: number[] = [];
    await new Promise<void>((resolve) => {
      let last: number | null = null;
      const frame = (now: number): void => {
        if (last !== null) deltas.push(now - last);
        last = now;
        const before = grid.scrollTop;
        grid.scrollTop += px;
        if (grid.scrollTop === before && deltas.length > 0) resolve();
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    return deltas;
  }, pxPerFrame);
}
