import type { Browser, Page } from "@playwright/test";
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
  /** The same scroll over as many rows of plain text: what this machine gives at this moment. */
  plainFrameMsMax: number;
  plainFrameMsP99: number;
}

/**
 * Frames of a real Chromium while the heat map is scrolled to its end, rows loading, and back. A
 * frame counts until the next one begins, which waits for what is painted.
 */
export async function measureHeatFrames(world: WebWorld): Promise<HeatFrames> {
  const browser = await startBrowser();
  try {
    const page = await (await openSignedIn(browser, world)).newPage();
    await page.goto("/", { waitUntil: "load" });
    await bringIntoView(page);
    const frames = await scrollThereAndBack(page);
    const rows = await page.evaluate(
      () => Number(document.querySelector("[role=grid]")?.getAttribute("aria-rowcount")) - 1,
    );
    await page.context().close();
    const plain = await measurePlain(browser, rows);
    return {
      frameMsMax: round(Math.max(...frames)),
      frameMsP99: round(percentile(frames, 0.99)),
      frames: frames.length,
      rows,
      plainFrameMsMax: round(Math.max(...plain)),
      plainFrameMsP99: round(percentile(plain, 0.99)),
    };
  } finally {
    await browser.close();
  }
}

/** No script, no cells, nothing to load: as quick as a list of that length can be here. */
async function measurePlain(browser: Browser, rows: number): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const lines = Array.from({ length: rows }, (_, row) => `<p>instance-${row}</p>`).join("");
  await page.setContent(`<!doctype html><style>
    [role=grid] { height: 432px; overflow: auto; background: #fff }
    p { height: 24px; margin: 0; font: 13px/24px sans-serif; contain: strict }
  </style><div role="grid">${lines}</div>`);
  await bringIntoView(page);
  return scrollThereAndBack(page);
}

/** As somebody does who then scrolls it: what the page fetches for what comes near beside it is there. */
async function bringIntoView(page: Page): Promise<void> {
  await page.getByRole("grid").evaluate((grid) => grid.scrollIntoView());
  await page.waitForTimeout(SETTLE_MS);
}

async function scrollThereAndBack(page: Page): Promise<number[]> {
  const down = await scrollThrough(page, PX_PER_FRAME);
  const up = await scrollThrough(page, -PX_PER_FRAME);
  return [...down, ...up];
}

/** The time between one frame and the next, all the way. */
function scrollThrough(page: Page, pxPerFrame: number): Promise<number[]> {
  return page.evaluate(async (px) => {
    const grid = document.querySelector("[role=grid]");
    if (grid === null) throw new Error("The dashboard has no heat map.");
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
