import { round, say } from "../report";
import {
  TIMED_PAGES,
  measurePages,
  measureRate,
  type ByPage,
  type PageTimes,
  type TimedPage,
} from "./page-times";
import { startWebWorld, type WebWorld } from "./web-world";

const PAGES = Object.keys(TIMED_PAGES) as TimedPage[];
const RATE_BACKUPS = 10_000;

/** The same instances with more and more backups: what grows, grows with these. */
export async function measureGrowth(of: { sizes: readonly number[]; instances: number }) {
  const bySize = new Map<number, PageTimes>();
  let dashboardRps = 0;
  for (const backups of [...new Set([...of.sizes, RATE_BACKUPS])].toSorted((a, b) => a - b)) {
    await inWorld({ instances: of.instances, backups }, async (world) => {
      if (of.sizes.includes(backups)) bySize.set(backups, await measurePages(world));
      if (backups === RATE_BACKUPS) dashboardRps = await measureRate(world, "/");
    });
  }
  const first = bySize.get(Math.min(...of.sizes));
  const last = bySize.get(Math.max(...of.sizes));
  if (!first || !last) throw new Error("--backups takes sizes, such as 1000,10000.");
  const bySizes = (pick: (times: PageTimes) => ByPage<number>) =>
    Object.fromEntries([...bySize].map(([size, times]) => [size, rounded(pick(times), 1)]));
  return {
    instances: of.instances,
    dashboardP95Ms: round(last.p95Ms.dashboard),
    instancesP95Ms: round(last.p95Ms.instances),
    backupsP95Ms: round(last.p95Ms.backups),
    amisP95Ms: round(last.p95Ms.amis),
    growth: rounded(
      byPage((page) => last.p95Ms[page] / first.p95Ms[page]),
      2,
    ),
    dashboardRps: round(dashboardRps),
    p95MsBySize: bySizes(({ p95Ms }) => p95Ms),
    cpuMsBySize: bySizes(({ cpuMs }) => cpuMs),
  };
}

async function inWorld(
  of: { instances: number; backups: number },
  work: (world: WebWorld) => Promise<void>,
): Promise<void> {
  const world = await startWebWorld(of);
  try {
    say("  pages …");
    await work(world);
  } finally {
    await world.remove();
  }
}

function rounded(values: ByPage<number>, digits: number): ByPage<number> {
  return byPage((page) => round(values[page], digits));
}

function byPage(value: (page: TimedPage) => number): ByPage<number> {
  return Object.fromEntries(PAGES.map((page) => [page, value(page)])) as ByPage<number>;
}
