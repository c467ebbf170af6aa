import { DAY, HOUR, MINUTE } from "#lib/clock";
import { chooseSchedulers } from "#lib/eventbridge/choose-scheduler";
import { userContext } from "#lib/testing/contexts";
import { randomOf } from "../retention/random";
import { round, say } from "../report";
import { createApplication, type Application } from "./application";
import { createYearFleet, type YearFleet } from "./fleet";
import { forgeReports, type ForgeryFigures } from "./forgeries";
import { findLeftovers } from "./leftovers";
import { liveThrough } from "./live-through";
import { planOutages, type Outage } from "./outages";
import { readYearTruth, type YearTruth } from "./truth";
import { createYearWorld, type YearWorld } from "./world";

interface YearOptions {
  seed: number;
  instances: number;
  days: number;
}

/** A year from here holds two changes of the clocks, and its own turn. */
const START = Date.UTC(2026, 1, 10, 9, 0, 30);
/** The hand-over, and later the farewell. */
const MOVE_MS_MAX = 6 * HOUR;
/** By then what was due last is over: start window, looks, alerts. */
const AFTER_MS = 12 * HOUR;
/** Of the invocations; together a twentieth. */
const DOUBLED_SHARE = 0.025;
const LATE_SHARE = 0.025;
const TOLD = 10;

/** All on EventBridge for so many days, and back again. */
export async function liveYear(options: YearOptions) {
  const world = await createYearWorld({ seed: options.seed, startAt: START });
  const application = createApplication(world);
  try {
    return await live(world, application, options);
  } finally {
    await application.stop();
    await world.close();
  }
}

async function live(world: YearWorld, application: Application, options: YearOptions) {
  const to = START + options.days * DAY;
  const end = to + MOVE_MS_MAX + AFTER_MS;
  const fleet = await createYearFleet(world, { ...options, from: START, to: end });
  say(`${fleet.ids.length} instances, ${fleet.occurrences.size} occurrences, ${options.days} days`);
  await move(world, application, { fleet, scheduler: "eventbridge" });
  await disturbInvocations(world);
  const from = world.runtime.clock.now();
  const outages = planOutages(randomOf(options.seed), { from, to });
  const forged: ForgeryFigures = { forgedReports: 0, forgedEffects: 0 };
  const forgery = {
    at: firstUp(from + (to - from) / 2, outages),
    run: async () => {
      Object.assign(forged, await forgeReports(world, application, options.seed));
      say(`  ${forged.forgedReports} forged reports, ${forged.forgedEffects} effects`);
    },
  };
  await liveThrough(world, application, { to, outages, happenings: [forgery] });
  await move(world, application, { fleet, scheduler: "local" });
  await liveThrough(world, application, { to: end });
  const truth = await readYearTruth(world, { fleet, until: to });
  const leftovers = findLeftovers(world);
  for (const [name, list] of Object.entries({ ...truth, leftovers })) {
    if (Array.isArray(list)) for (const one of list.slice(0, TOLD)) say(`  ${name}: ${one}`);
  }
  return {
    ...countLists(truth),
    leftovers: leftovers.length,
    ...forged,
    ...(await countDisturbances(world)),
    outages: outages.length,
    downHours: round(outages.reduce((sum, { from, to }) => sum + to - from, 0) / HOUR),
  };
}

/** Everybody chooses the other scheduler; over when AWS and the product agree. */
async function move(
  world: YearWorld,
  application: Application,
  { fleet, scheduler }: { fleet: YearFleet; scheduler: "eventbridge" | "local" },
): Promise<void> {
  const { runtime } = world;
  const admin = userContext(runtime, "admin");
  const report = await chooseSchedulers(admin, { ids: fleet.ids, scheduler });
  const refused = report.items.filter(({ ok }) => !ok);
  if (refused.length > 0) throw new Error(`Not moved: ${JSON.stringify(refused[0])}`);
  const from = runtime.clock.now();
  const until = () => application.isMoved(scheduler);
  application.isMoving = true;
  await liveThrough(world, application, { to: from + MOVE_MS_MAX, until });
  application.isMoving = false;
  const minutes = Math.round((runtime.clock.now() - from) / MINUTE);
  if (!(await until())) throw new Error(await application.explain());
  say(`  everybody on ${scheduler} after ${minutes} minutes`);
}

async function disturbInvocations({ sim }: YearWorld): Promise<void> {
  const scope = { action: "Fire" };
  await sim.control.addFault({
    scope,
    effect: { kind: "doubleInvocation", afterMs: [0, 5_000] },
    probability: DOUBLED_SHARE,
  });
  await sim.control.addFault({
    scope,
    effect: { kind: "lateInvocation", ms: HOUR },
    probability: LATE_SHARE,
  });
}

async function countDisturbances({ sim, callbacks }: YearWorld) {
  const faults = await sim.control.listFaults();
  const hits = (kind: string) => faults.find(({ effect }) => effect.kind === kind)?.hits ?? 0;
  return {
    reports: callbacks.figures.reports,
    reportsLost: callbacks.figures.lost,
    reportsDoubled: callbacks.figures.doubled,
    invocations: sim.simulator.world.invocations.length,
    doubled: hits("doubleInvocation"),
    hourLate: hits("lateInvocation"),
  };
}

function countLists(truth: YearTruth): Record<keyof YearTruth, number> {
  const { missing, undetected, unrecorded, ...counts } = truth;
  return {
    ...counts,
    missing: missing.length,
    undetected: undetected.length,
    unrecorded: unrecorded.length,
  };
}

/** The application is up then. */
function firstUp(at: number, outages: readonly Outage[]): number {
  const outage = outages.find(({ from, to }) => from <= at && at < to);
  return Math.floor(outage ? outage.to + HOUR : at);
}
