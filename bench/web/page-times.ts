import { percentile } from "../report";
import { cpuSeconds } from "../world/measure";
import type { WebWorld } from "./web-world";

/** What `…P95Ms` is measured of. */
export const TIMED_PAGES = {
  dashboard: "/",
  instances: "/instances",
  backups: "/backups",
  amis: "/amis",
} as const;
export type TimedPage = keyof typeof TIMED_PAGES;
export type ByPage<T> = Record<TimedPage, T>;

const WARM_UP = 30;
const SAMPLES = 200;

export interface PageTimes {
  p95Ms: ByPage<number>;
  /** Of the server's processor, a page: hardly moved by what else the machine does. */
  cpuMs: ByPage<number>;
}

/** One person, one request after another: from the request until its last byte is read. */
export async function measurePages(world: WebWorld): Promise<PageTimes> {
  const p95Ms: Partial<ByPage<number>> = {};
  const cpuMs: Partial<ByPage<number>> = {};
  for (const [page, path] of Object.entries(TIMED_PAGES) as [TimedPage, string][]) {
    for (let i = 0; i < WARM_UP; i++) await load(world, path);
    const cpuFrom = cpuSeconds(world.server.pid);
    const samples: number[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      const from = performance.now();
      await load(world, path);
      samples.push(performance.now() - from);
    }
    cpuMs[page] = ((cpuSeconds(world.server.pid) - cpuFrom) / SAMPLES) * 1_000;
    p95Ms[page] = percentile(samples, 0.95);
  }
  return { p95Ms, cpuMs } as PageTimes;
}

const AT_ONCE = 8;
const LOAD_MS = 10_000;

/** Answers a second of one page under eight callers at once. */
export async function measureRate(world: WebWorld, path: string): Promise<number> {
  for (let i = 0; i < WARM_UP; i++) await load(world, path);
  const from = performance.now();
  let done = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() - from < LOAD_MS) {
      await load(world, path);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return done / ((performance.now() - from) / 1_000);
}

/** Asks as a browser does, but for compression: what is read is what was rendered. */
export async function load(world: WebWorld, path: string): Promise<number> {
  const response = await world.get(path, {
    accept: "text/html,*/*",
    "accept-encoding": "identity",
  });
  const body = await response.arrayBuffer();
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return body.byteLength;
}
