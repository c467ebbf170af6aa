import { countOption, textOption } from "./options";
import { round, say, type Figures } from "./report";
import { check, toChecks, type Check } from "./web/checks";
import { measureBusyFleet } from "./web/busy-fleet";
import { measureEventToScreen } from "./web/event-to-screen";
import { measureFirstLoad } from "./web/first-load";
import { startFleetWorld, type FleetWorld } from "./web/fleet-world";
import { measureGrowth } from "./web/growth";
import { measureHeatFrames } from "./web/heat-frames";
import { measureLighthouse } from "./web/lighthouse";

const SIZES = "1000,100000,1000000";
/** Of a large fleet: five thousand instances in forty accounts, a month of days. */
const FLEET = { instances: 5_000, backupsEach: 30 };

type Answer = { figures: Figures; checks: Record<string, Check> };
const OF_FLEET: Record<string, (fleet: FleetWorld) => Promise<Answer>> = {
  scripts: benchScripts,
  live: benchLive,
  busy: benchBusy,
  heat: benchHeat,
  lighthouse: benchLighthouse,
};
const PARTS = ["growth", ...Object.keys(OF_FLEET)];

/**
 * The production build, embedded, one signed-in person. `--only growth,scripts,…` runs some of
 * the parts; `--backups 1000,10000` and `--instances 500` make a small run of it.
 *
 * growth: `dashboardP95Ms`, `instancesP95Ms`, `backupsP95Ms`, `amisP95Ms` (one request after another,
 * until the last byte of what was rendered) at the last size, `p95MsBySize` and `cpuMsBySize` (of the server) at each, `growth` (last size ÷
 * first, by page; the instances are as many in each), `dashboardRps` (8 callers at once, 10,000 backups).
 * All that follows is of five thousand instances with a month of daily backups, and a simulated AWS.
 * scripts: `firstLoadJsKiB` by page (real Chromium, empty caches, gzip, nobody touches it), beside
 * `emptyPageJsKiB`, of an empty application built in the same run; `pageKiBMax` (HTML, uncompressed, of
 * the largest of all pages).
 * live: `eventToScreenMs` (p95, from the instant in the event's row to the document in view, of ten tabs in
 * two windows; `eventToScreen` has the kinds).
 * busy: `busyFleet`, what ten visible tabs cost the server while 50 changes a second are written.
 * heat: `heatFrameMsMax` while the heat map is scrolled from end to end.
 * lighthouse: its scores by page under its desktop preset, and `lighthouseMobile`, which is only told.
 */
export async function benchWeb(args: readonly string[]): Promise<Figures> {
  const parts = readParts(args);
  const answers: Answer[] = [];
  if (parts.includes("growth")) answers.push(await benchGrowth(args));
  const ofFleet = parts.filter((part) => part !== "growth");
  if (ofFleet.length > 0) answers.push(...(await benchFleet(args, ofFleet)));
  const figures: Figures = Object.assign({}, ...answers.map((answer) => answer.figures));
  const checks: Record<string, Check> = Object.assign({}, ...answers.map(({ checks }) => checks));
  return { ...figures, ...toChecks(checks) };
}

function readParts(args: readonly string[]): string[] {
  const wanted = textOption(args, "only")?.split(",") ?? PARTS;
  const unknown = wanted.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`--only takes ${PARTS.join(", ")}, not ${unknown}.`);
  return wanted;
}

async function benchGrowth(args: readonly string[]): Promise<Answer> {
  const sizes = (textOption(args, "backups") ?? SIZES).split(",").map(Number);
  const figures = await measureGrowth({ sizes, instances: countOption(args, "instances", 1_000) });
  const checks = Object.entries(figures.growth).map(
    ([page, ratio]) => [`growth.${page}`, check(ratio, "<=", 2)] as const,
  );
  return { figures: { ...figures }, checks: Object.fromEntries(checks) };
}

async function benchFleet(args: readonly string[], parts: readonly string[]): Promise<Answer[]> {
  const instances = countOption(args, "instances", FLEET.instances);
  const fleet = await startFleetWorld({ instances, backups: instances * FLEET.backupsEach });
  const answers: Answer[] = [];
  try {
    for (const part of parts) {
      say(`${part} …`);
      const answer = await OF_FLEET[part]?.(fleet);
      if (answer) answers.push(answer);
    }
    return answers;
  } finally {
    await fleet.remove();
  }
}

async function benchLive({ world, liveInstances }: FleetWorld): Promise<Answer> {
  const { p95Ms, ...more } = await measureEventToScreen(world, liveInstances);
  return {
    figures: { eventToScreenMs: p95Ms, eventToScreen: more },
    checks: { eventToScreenMs: check(p95Ms, "<=", 1_000) },
  };
}

async function benchBusy({ world }: FleetWorld): Promise<Answer> {
  return { figures: { busyFleet: { ...(await measureBusyFleet(world)) } }, checks: {} };
}

async function benchHeat({ world }: FleetWorld): Promise<Answer> {
  const { frameMsMax, ...more } = await measureHeatFrames(world);
  return {
    figures: { heatFrameMsMax: frameMsMax, heat: more },
    checks: { heatFrameMsMax: check(frameMsMax, "<=", 50) },
  };
}

async function benchScripts({ world }: FleetWorld): Promise<Answer> {
  const { emptyPageJsKiB, firstLoadJsKiB, boundKiB, htmlKiB } = await measureFirstLoad(world);
  const [largest, kiB] = Object.entries(htmlKiB).toSorted(([, a], [, b]) => b - a)[0] ?? ["", 0];
  const heaviest = Math.max(...Object.values(firstLoadJsKiB));
  return {
    figures: {
      emptyPageJsKiB,
      firstLoadJsKiB,
      firstLoadJsKiBMax: heaviest,
      pageKiB: htmlKiB,
      pageKiBMax: kiB,
      largestPage: largest,
    },
    checks: {
      firstLoadJsKiBMax: check(heaviest, "<=", round(boundKiB)),
      pageKiBMax: check(kiB, "<=", 250),
    },
  };
}

async function benchLighthouse({ world }: FleetWorld): Promise<Answer> {
  const desktop = await measureLighthouse(world, "desktop");
  const mobile = await measureLighthouse(world, "mobile");
  const checks: Record<string, Check> = {};
  for (const [page, scores] of Object.entries(desktop)) {
    checks[`lighthouse.${page}.performance`] = check(scores.performance, ">=", 95);
    checks[`lighthouse.${page}.accessibility`] = check(scores.accessibility, ">=", 100);
    checks[`lighthouse.${page}.bestPractices`] = check(scores.bestPractices, ">=", 100);
  }
  return { figures: { lighthouse: desktop, lighthouseMobile: mobile }, checks };
}
