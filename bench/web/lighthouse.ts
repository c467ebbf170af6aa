import { say } from "../report";
import { startBrowser } from "./browser";
import type { WebWorld } from "./web-world";

const PAGES = { dashboard: "/", instances: "/instances", backups: "/backups" } as const;
const CATEGORIES = {
  performance: "performance",
  accessibility: "accessibility",
  "best-practices": "bestPractices",
} as const;
const PORT = 9_377;
/** Performance varies from run to run: the middle one of so many. */
const RUNS = 3;

export type Scores = Record<(typeof CATEGORIES)[keyof typeof CATEGORIES], number>;
export type ScoresByPage = Record<keyof typeof PAGES, Scores>;

/** Lighthouse's own presets, signed in by the session's cookie. */
export async function measureLighthouse(
  world: WebWorld,
  preset: "desktop" | "mobile",
): Promise<ScoresByPage> {
  const browser = await startBrowser([`--remote-debugging-port=${PORT}`]);
  try {
    const found: Partial<ScoresByPage> = {};
    for (const [page, path] of Object.entries(PAGES)) {
      const runs: Scores[] = [];
      for (let i = 0; i < RUNS; i++) runs.push(await run(world, { path, preset }));
      const byPerformance = runs.toSorted((a, b) => a.performance - b.performance);
      const middle = byPerformance[Math.floor(RUNS / 2)];
      found[page as keyof typeof PAGES] = middle;
      say(`  ${preset} ${page}: ${JSON.stringify(middle)}`);
    }
    return found as ScoresByPage;
  } finally {
    await browser.close();
  }
}

async function run(
  world: WebWorld,
  of: { path: string; preset: "desktop" | "mobile" },
): Promise<Scores> {
  const { name, value } = world.cookie;
  const flags = {
    port: PORT,
    logLevel: "error" as const,
    onlyCategories: Object.keys(CATEGORIES),
    extraHeaders: { Cookie: `${name}=${value}` },
  };
  const { default: lighthouse, desktopConfig } = await import("lighthouse");
  const config = of.preset === "desktop" ? desktopConfig : undefined;
  const result = await lighthouse(new URL(of.path, world.url).href, flags, config);
  if (!result) throw new Error(`Lighthouse said nothing of ${of.path}.`);
  const { audits, categories } = result.lhr;
  const scores = Object.entries(CATEGORIES).map(([id, name]) => {
    const category = categories[id];
    for (const { id: audit, weight } of category?.auditRefs ?? []) {
      const { score, title, displayValue = "" } = audits[audit] ?? {};
      if (weight > 0 && score !== null && score !== undefined && score < 0.9) {
        say(`    ${of.preset} ${of.path} ${audit} ${score}: ${title ?? ""} ${displayValue}`);
      }
    }
    return [name, Math.round((category?.score ?? 0) * 100)];
  });
  return Object.fromEntries(scores) as Scores;
}
