import type { Browser, Page } from "@playwright/test";
import { openSignedIn } from "./browser";
import type { WebWorld } from "./web-world";

/** Tabs of one browser, none of them in view yet. */
export async function openTabs(
  browser: Browser,
  world: WebWorld,
  paths: readonly string[],
): Promise<Page[]> {
  const context = await openSignedIn(browser, world);
  // Chromium without a window says of every tab that it is in view: what it would say otherwise.
  await context.addInitScript(() => {
    let isHidden = false;
    Object.defineProperty(document, "hidden", { get: () => isHidden });
    Object.defineProperty(document, "visibilityState", {
      get: () => (isHidden ? "hidden" : "visible"),
    });
    addEventListener("bench-view", (event) => {
      isHidden = (event as CustomEvent<boolean>).detail;
      document.dispatchEvent(new Event("visibilitychange"));
    });
  });
  const tabs: Page[] = [];
  for (const path of paths) {
    const tab = await context.newPage();
    await tab.goto(path, { waitUntil: "load" });
    tabs.push(tab);
  }
  return tabs;
}

/** As when somebody goes to another tab of the window, or comes to this one. */
export function setInView(tab: Page, inView: boolean): Promise<unknown> {
  return tab.evaluate(
    (hidden) => dispatchEvent(new CustomEvent("bench-view", { detail: hidden })),
    !inView,
  );
}

/** When the page first shows the text within `main`, by the machine's clock; null after `msMax`. */
export function whenShown(tab: Page, text: string, msMax = 15_000): Promise<number | null> {
  return tab.evaluate(
    ([wanted, limit]) =>
      new Promise<number | null>((resolve) => {
        const end = (at: number | null): void => {
          observer.disconnect();
          resolve(at);
        };
        const look = (): void => {
          const main = document.querySelector("main");
          if (main?.textContent?.includes(wanted) === true) end(Date.now());
        };
        const observer = new MutationObserver(look);
        const all = { subtree: true, childList: true, characterData: true };
        observer.observe(document.body, all);
        setTimeout(end, limit, null);
        look();
      }),
    [text, msMax] as const,
  );
}

export interface ShownStatus {
  backupId: string;
  word: string;
  at: number;
}

/** From now on notes each status that a row of a backup shows, until it is read. */
export function watchStatuses(tab: Page): Promise<void> {
  return tab.evaluate(() => {
    const seen = new Map<string, string>();
    const log: ShownStatus[] = [];
    Reflect.set(window, "benchStatuses", log);
    const look = (): void => {
      const at = Date.now();
      for (const badge of document.querySelectorAll("main .badge-status")) {
        const row = badge.closest("tr, li");
        const link = row?.querySelector<HTMLAnchorElement>("a[href^='/backups/bak_']");
        const backupId = link?.pathname.split("/")[2];
        const word = badge.textContent ?? "";
        if (backupId === undefined || seen.get(backupId) === word) continue;
        seen.set(backupId, word);
        log.push({ backupId, word, at });
      }
    };
    const all = { subtree: true, childList: true, characterData: true };
    new MutationObserver(look).observe(document.body, all);
    look();
  });
}

export function readStatuses(tab: Page): Promise<ShownStatus[]> {
  return tab.evaluate(() => Reflect.get(window, "benchStatuses") as ShownStatus[]);
}
