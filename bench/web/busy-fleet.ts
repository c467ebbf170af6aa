import { setTimeout as sleep } from "node:timers/promises";
import { round } from "../report";
import { cpuSeconds } from "../world/measure";
import { startBrowser } from "./browser";
import { ids } from "./fleet-shape";
import { openTabs } from "./live-tabs";
import type { WebWorld } from "./web-world";

const EVENTS_PER_SECOND = 50;
const SECONDS = 20;
const TABS = [
  "/",
  "/",
  "/instances",
  "/instances",
  "/backups",
  "/backups",
  "/backups",
  "/schedules",
  "/alerts",
  "/settings",
];

export interface BusyFleet {
  /** Of one core, while 50 changes a second are written and nobody looks. */
  cpuPercentUnwatched: number;
  /** The same with ten visible tabs. */
  cpuPercentWatched: number;
  refreshesPerSecond: number;
}

/** What ten open pages cost the server while the fleet does a lot. */
export async function measureBusyFleet(world: WebWorld): Promise<BusyFleet> {
  const cpuPercentUnwatched = await cpuWhileBusy(world);
  const browser = await startBrowser();
  try {
    const tabs = await openTabs(browser, world, TABS);
    let refreshes = 0;
    for (const tab of tabs) {
      tab.on("request", (request) => {
        if (request.headers()["rsc"] !== undefined) refreshes += 1;
      });
    }
    await sleep(2_000);
    const cpuPercentWatched = await cpuWhileBusy(world);
    return {
      cpuPercentUnwatched: round(cpuPercentUnwatched),
      cpuPercentWatched: round(cpuPercentWatched),
      refreshesPerSecond: round(refreshes / SECONDS),
    };
  } finally {
    await browser.close();
  }
}

async function cpuWhileBusy(world: WebWorld): Promise<number> {
  const cpuFrom = cpuSeconds(world.server.pid);
  const from = performance.now();
  const total = EVENTS_PER_SECOND * SECONDS;
  const open: Promise<void>[] = [];
  for (let number = 0; number < total; number++) {
    open.push(change(world, number));
    await sleep(Math.max(0, from + (number + 1) * (1_000 / EVENTS_PER_SECOND) - performance.now()));
  }
  await Promise.all(open);
  const seconds = (performance.now() - from) / 1_000;
  return ((cpuSeconds(world.server.pid) - cpuFrom) / seconds) * 100;
}

async function change(world: WebWorld, number: number): Promise<void> {
  const path = `/api/backups/${ids.backup(100 + (number % 2_000))}`;
  const answer = await world.call("PATCH", path, { description: `${Math.random()}` });
  await answer.arrayBuffer();
}
