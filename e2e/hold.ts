import { EventEmitter, once } from "node:events";
import type { Page } from "@playwright/test";

/** Requests of that kind wait until what is answered is called. */
export async function hold(page: Page, url: RegExp | string): Promise<() => void> {
  const gate = new EventEmitter();
  const opened = once(gate, "open");
  await page.route(url, async (route) => {
    await opened;
    await route.fallback();
  });
  return () => gate.emit("open");
}
